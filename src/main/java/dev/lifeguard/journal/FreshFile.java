package dev.lifeguard.journal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// A file that is written beside its place and moved there when it is complete, so that nobody ever
/// reads half of it.
final class FreshFile implements AutoCloseable {
  private final Path target;
  private final Path temporary;
  private final OutputStream out;
  private boolean complete;

  private FreshFile(Path target, Path temporary, OutputStream out) {
    this.target = target;
    this.temporary = temporary;
    this.out = out;
  }

  /// Begins to write; the directory must be there.
  static FreshFile open(Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path temporary = target.resolveSibling("." + target.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                RunDirectory.ownerOnly(temporary, "rw-------")));
    return new FreshFile(target, temporary, new BufferedOutputStream(out, 128 << 10));
  }

  OutputStream out() {
    return out;
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /// Everything was written: from now on the file is in its place.
  void complete() throws IOException {
    out.close();
    Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (!complete) {
      try {
        out.close();
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
  }
}
