package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Finds out who has the other end of a pipe, among some processes.
final class PipePeers {
  private PipePeers() {}

  /// Those of the candidates that could end the wait for this end of a pipe.
  static List<Long> of(Wait.PipeEnd end, Collection<Long> candidates) {
    List<Long> peers = new ArrayList<>();
    for (long pid : candidates) {
      if (has(pid, end)) {
        peers.add(pid);
      }
    }
    return peers;
  }

  private static boolean has(long pid, Wait.PipeEnd end) {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(Path.of("/proc/" + pid + "/fd"))) {
      for (Path link : links) {
        if (leadsTo(link, end.pipe()) && Descriptors.opens(link, !end.reads())) {
          return true;
        }
      }
      return false;
    } catch (IOException _) {
      // It has ended, or may not be looked at.
      return false;
    }
  }

  private static boolean leadsTo(Path link, String pipe) {
    try {
      return Files.readSymbolicLink(link).toString().equals(pipe);
    } catch (IOException _) {
      // It was closed since the directory was listed.
      return false;
    }
  }
}
