package dev.lifeguard.cli;

import dev.lifeguard.journal.RunDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/// Appends log records to a file for its owner only. A full one becomes `NAME.1`, that one
/// `NAME.2`, and so on. The handler of the JDK puts a number on the newest as well, so nobody could
/// be told which file to look into, and leaves a lock file beside it.
final class LogHandler extends Handler {
  private final Path file;
  private final Path directory;
  private final long limitBytes;
  private final int files;
  private boolean broken;

  /// @param file absolute; created with the first record, and its directory with it
  /// @param limitBytes a file is full when the next record would make it larger
  /// @param files how many there are at most
  LogHandler(Path file, long limitBytes, int files) {
    this.file = file;
    directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "the file is no root");
    this.limitBytes = limitBytes;
    this.files = files;
    setFormatter(new SimpleFormatter());
  }

  @Override
  public synchronized void publish(LogRecord record) {
    if (!isLoggable(record) || broken) {
      return;
    }
    try {
      append(getFormatter().format(record).getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // A log that cannot be written must not be a reason to fail, nor to try again each time.
      broken = true;
    }
  }

  /// Opened for each record: there are few, and several Lifeguards may share the file.
  private void append(byte[] text) throws IOException {
    RunDirectory.createPrivately(directory);
    if (Files.exists(file) && Files.size(file) + text.length > limitBytes) {
      rotate();
    }
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            RunDirectory.ownerOnly(file, "rw-------"))) {
      channel.write(ByteBuffer.wrap(text));
    }
  }

  private void rotate() throws IOException {
    for (int number = files - 1; number > 0; number--) {
      Path from = numbered(number - 1);
      if (Files.exists(from)) {
        Files.move(from, numbered(number), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private Path numbered(int number) {
    return number == 0 ? file : file.resolveSibling(file.getFileName() + "." + number);
  }

  @Override
  public void flush() {
    // Every record is given to the operating system at once.
  }

  @Override
  public void close() {
    // No file stays open between two records.
  }
}
