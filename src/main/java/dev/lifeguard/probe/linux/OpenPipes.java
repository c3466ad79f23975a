package dev.lifeguard.probe.linux;

import dev.lifeguard.probe.PipeEnd;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lists the pipes that a process has open.
final class OpenPipes {
  private OpenPipes() {}

  /// Its ends of nameless pipes.
  ///
  /// @return empty when it has ended or may not be looked at
  static Optional<List<PipeEnd>> of(long pid) {
    List<PipeEnd> ends = new ArrayList<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links) {
        add(link, ends);
      }
      return Optional.of(ends);
    } catch (IOException | java.nio.file.DirectoryIteratorException _) {
      return Optional.empty();
    }
  }

  private static void add(Path link, List<PipeEnd> ends) {
    try {
      String target = Files.readSymbolicLink(link).toString();
      if (target.startsWith("pipe:[")) {
        int descriptor = Integer.parseInt(link.getFileName().toString());
        ends.add(new PipeEnd(descriptor, target, Descriptors.opens(link, true)));
      }
    } catch (IOException _) {
      // It was closed since the directory was listed.
    }
  }
}
