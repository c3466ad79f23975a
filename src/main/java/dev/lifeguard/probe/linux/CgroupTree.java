package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files of the cgroup file systems. Tests put a kernel of their own in its place.
class CgroupTree {
  /// Makes a cgroup.
  void make(Path directory) throws IOException {
    Files.createDirectory(directory);
  }

  /// Writes a control file that exists.
  void write(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
  }

  /// The text of a control file; empty when there is none, or it may not be read.
  Optional<String> read(Path file) {
    return ProcText.read(file.toString()).map(String::strip);
  }

  /// The number in a control file. A limit that is none (`max`) is no number.
  OptionalLong number(Path file) {
    try {
      return read(file).stream().mapToLong(Long::parseLong).findFirst();
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  /// Whether there is such a file or directory.
  boolean exists(Path path) {
    return Files.exists(path);
  }

  /// Takes a cgroup away.
  ///
  /// @return whether it is gone; not as long as a process is in it
  boolean remove(Path directory) {
    try {
      Files.delete(directory);
      return true;
    } catch (NoSuchFileException _) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// The cgroups inside this one.
  List<Path> inside(Path directory) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, Files::isDirectory)) {
      all.forEach(found::add);
    } catch (IOException _) {
      // It was taken away meanwhile.
      return found;
    }
    return found;
  }

  /// The processes in a cgroup. Those of another process namespace, which show as 0, are left out.
  List<Long> processes(Path directory) {
    return read(directory.resolve("cgroup.procs")).stream()
        .flatMap(String::lines)
        .map(Long::parseLong)
        .filter(pid -> pid != 0)
        .toList();
  }

  /// Why something failed, in the kernel's words.
  static String reason(IOException refused) {
    return refused instanceof FileSystemException named && named.getReason() != null
        ? named.getReason()
        : Optional.ofNullable(refused.getMessage())
            .filter(text -> !text.startsWith("/"))
            .orElse("permission denied or gone");
  }
}
