package dev.lifeguard.job;

import java.util.HashMap;
import java.util.Map;

/// How often tasks were tried again after attempts that ended badly with their workers alive. Few
/// tasks ever are, so only those take room. Belongs to the model.
final class RetryCounts {
  private final Map<Retry, Integer> counts = new HashMap<>();

  private record Retry(int task, TaskOutcome as) {}

  /// Counts one more.
  ///
  /// @return how often now
  int add(int task, TaskOutcome as) {
    return counts.merge(new Retry(task, as), 1, Integer::sum);
  }

  /// How often after an attempt that ended like this.
  int of(int task, TaskOutcome as) {
    return counts.getOrDefault(new Retry(task, as), 0);
  }

  /// How often in all.
  int of(int task) {
    return of(task, TaskOutcome.FAILED) + of(task, TaskOutcome.TIMED_OUT);
  }
}
