package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who has which end of which pipe open, among some processes; read once.
final class PipeEnds {
  private final Map<Wait.PipeEnd, List<Long>> holders = new HashMap<>();

  private PipeEnds() {}

  /// Looks at the descriptors of these processes. Those that have ended or may not be looked at
  /// have none.
  static PipeEnds of(Collection<Long> processes) {
    PipeEnds ends = new PipeEnds();
    processes.forEach(ends::add);
    return ends;
  }

  private void add(long pid) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links) {
        add(pid, link);
      }
    } catch (IOException _) {
      // It has ended, or may not be looked at.
      return;
    }
  }

  private void add(long pid, Path link) throws IOException {
    String target = targetOf(link);
    // A pipe with a name shows as its path.
    if (target.startsWith("pipe:[") || (target.startsWith("/") && !target.startsWith("/dev/"))) {
      for (boolean reads : new boolean[] {true, false}) {
        if (Descriptors.opens(link, reads)) {
          List<Long> pids =
              holders.computeIfAbsent(new Wait.PipeEnd(target, reads), _ -> new ArrayList<>(2));
          if (pids.isEmpty() || pids.getLast() != pid) {
            pids.add(pid);
          }
        }
      }
    }
  }

  private static String targetOf(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException _) {
      // It was closed since the directory was listed.
      return "";
    }
  }

  /// Those that could end a wait for this end: they have the other one.
  List<Long> peersOf(Wait.PipeEnd end) {
    return holders.getOrDefault(new Wait.PipeEnd(end.pipe(), !end.reads()), List.of());
  }
}
