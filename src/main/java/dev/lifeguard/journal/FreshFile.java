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
import java.util.stream.Stream;

/// A file that is written beside its place and moved there when it is complete, so that nobody ever
/// reads half of it. A link stays one, and its target is replaced; what is no file on a disk (a
/// pipe with a name, `/dev/stdout`) is written to as it is.
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
    if (isDevice(file)) {
      OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
      return new FreshFile(file, file, new BufferedOutputStream(out, 128 << 10));
    }
    Path target = (Files.exists(file) ? file.toRealPath() : file).toAbsolutePath();
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

  /// Whether it is no file on a disk, or a name for one that somebody has open.
  static boolean isDevice(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    boolean named =
        Stream.of("/dev/fd", "/dev/stdout", "/dev/stderr", "/proc").anyMatch(absolute::startsWith);
    return Files.exists(file) && !Files.isDirectory(file) && (named || !Files.isRegularFile(file));
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
    if (!temporary.equals(target)) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
    complete = true;
  }

  @Override
  public void close() throws IOException {
    if (!complete) {
      try {
        out.close();
      } finally {
        if (!temporary.equals(target)) {
          Files.deleteIfExists(temporary);
        }
      }
    }
  }
}
