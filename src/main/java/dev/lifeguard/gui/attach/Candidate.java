package dev.lifeguard.gui.attach;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Something to attach to.
///
/// @param pid the process that would be watched
/// @param name what it is called
/// @param kind what kind of pool it is
/// @param reason why it is a candidate, a clause to follow "because"
/// @param tree its processes, indented, with their roles
/// @param can what will be seen with these rights
/// @param cannot what will not
/// @param remedy what would allow more, a sentence; empty when nothing lacks
/// @param run the run directory, for a run of Lifeguard itself, of which everything is seen
public record Candidate(
    long pid,
    String name,
    String kind,
    String reason,
    List<String> tree,
    List<String> can,
    List<String> cannot,
    String remedy,
    Optional<Path> run) {
  /// Copies the lists.
  public Candidate {
    tree = List.copyOf(tree);
    can = List.copyOf(can);
    cannot = List.copyOf(cannot);
  }
}
