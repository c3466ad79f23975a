import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Trees of files.
final class Trees {
  private Trees() {}

  /// Everything in a directory, the directory first, in an order that is the same everywhere.
  static List<Path> all(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.sorted(Comparator.comparing(Path::toString)).toList();
    }
  }

  static List<Path> files(Path directory) throws IOException {
    return all(directory).stream()
        .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  static void remove(Path tree) throws IOException {
    if (Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      for (Path file : all(tree).reversed()) {
        Files.delete(file);
      }
    }
  }

  /// An empty directory, whatever was there.
  static Path empty(Path directory) throws IOException {
    remove(directory);
    return Files.createDirectories(directory);
  }

  /// Copies a tree with its links and rights.
  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    for (Path file : all(from)) {
      Files.copy(
          file,
          to.resolve(from.relativize(file).toString()),
          LinkOption.NOFOLLOW_LINKS,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /// Writes a file that all may read.
  static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  static void makeExecutable(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Gives every file the same time, and rights that do not depend on who built it.
  static void settle(Path tree, long epochSeconds) throws IOException {
    FileTime time = FileTime.from(Instant.ofEpochSecond(epochSeconds));
    for (Path file : all(tree).reversed()) {
      if (!Files.isSymbolicLink(file)) {
        boolean runs = Files.isDirectory(file) || Files.isExecutable(file);
        Files.setPosixFilePermissions(
            file, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
      }
      Files.getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(time, time, null);
    }
  }

  static long kibibytes(Path tree) throws IOException {
    long bytes = 0;
    for (Path file : files(tree)) {
      bytes += Files.size(file);
    }
    return bytes / 1024;
  }

  /// A day as `2026-11-28`.
  static String day(long epochSeconds) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(epochSeconds), ZoneOffset.UTC).toString();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
