package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A file of lines that only grows, with a buffer in front. Owned by the writer's thread.
final class AppendFile {
  private final Path path;
  private final FileChannel channel;
  private final JsonLine pending = new JsonLine();
  private boolean unsynced;

  private AppendFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Opens the file, which is created for its owner only when it is not there.
  static AppendFile open(Path path) throws IOException {
    return new AppendFile(
        path,
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            RunDirectory.ownerOnly(path, "rw-------")));
  }

  Path path() {
    return path;
  }

  /// Where the next lines are written; [#flush] takes them from there.
  JsonLine pending() {
    return pending;
  }

  /// Gives what is pending to the operating system.
  void flush() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    ByteBuffer bytes = pending.view();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    pending.clear();
    unsynced = true;
  }

  boolean isUnsynced() {
    return unsynced;
  }

  /// Forces what was flushed to the disk.
  void sync() throws IOException {
    if (!unsynced) {
      return;
    }
    // A file that was removed still takes everything, and all of it is lost.
    if (Files.notExists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    channel.force(false);
    unsynced = false;
  }

  void close() throws IOException {
    channel.close();
  }
}
