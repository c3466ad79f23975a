package dev.lifeguard.attach;

import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import java.util.Optional;
import java.util.stream.Stream;

/// What these rights do not let be seen, and what that does to a verdict. Pure.
final class Weakness {
  private Weakness() {}

  /// What cannot be seen, a clause; empty when everything can.
  static Optional<String> of(Observation seen) {
    boolean deadlines =
        Stream.concat(Stream.of(seen.manager()), seen.workers().stream())
            .map(ProcessFacts::mainWaiting)
            .noneMatch(Weakness::hidesDeadline);
    if (seen.manager().pipes().isEmpty()) {
      return Optional.of("the pipes of the pool may not be read with these rights");
    }
    return deadlines
        ? Optional.empty()
        : Optional.of("whether the waits have deadlines may not be read with these rights");
  }

  private static boolean hidesDeadline(Waiting waiting) {
    return waiting instanceof Waiting.Locked lock && lock.deadline() == Deadline.UNKNOWN;
  }

  /// The same as a sentence to add.
  static String sentence(Observation seen) {
    return of(seen).map(clause -> " (Not certain: " + clause + ".)").orElse("");
  }
}
