package dev.lifeguard.probe;

import java.util.List;
import java.util.Optional;

/// What may be seen of a process with the rights that we have. Each thing is tried on it.
///
/// @param owner the name of the user it belongs to, or that user's number; empty when unknown
/// @param signals whether signals may be sent to it
/// @param pipes whether its open pipes may be read
/// @param calls whether the system calls of its threads may be read, with their deadlines
/// @param remedy what would allow more, a sentence; empty when nothing lacks
/// @param tasks whether a module of ours in the program tells of its tasks
public record Sight(
    String owner,
    boolean signals,
    boolean pipes,
    boolean calls,
    Optional<String> remedy,
    boolean tasks) {
  /// Of a process without a module of ours.
  public Sight(
      String owner, boolean signals, boolean pipes, boolean calls, Optional<String> remedy) {
    this(owner, signals, pipes, calls, remedy, false);
  }

  /// The same with a module of ours that tells of its tasks.
  public Sight tellingTasks() {
    return new Sight(owner, signals, pipes, calls, remedy, true);
  }

  /// What can be told of the process, for people.
  public List<String> can() {
    return List.of(
            "which processes there are, what state they are in, and which of them dies of what",
            tasks ? "its tasks, told from inside the program" : "",
            pipes ? "whether tasks wait in the pool's pipes" : "",
            calls ? "what every thread waits for, and whether that wait has a deadline" : "")
        .stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /// What cannot.
  public List<String> cannot() {
    return List.of(
            pipes ? "" : "whether tasks wait in the pool's pipes",
            calls ? "" : "deadlines of waits: verdicts say \"probably\"",
            signals ? "" : "signals to its processes",
            tasks ? "" : "the tasks themselves: they never leave the pool's own memory")
        .stream()
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
