package dev.lifeguard.attach;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/// The tasks of one look that are over and were not seen in anybody's hands. Belongs to one thread.
final class Passed {
  private final long atNanos;
  private final Map<TaskOutcome, SortedSet<Integer>> tasks = new EnumMap<>(TaskOutcome.class);

  Passed(long atNanos) {
    this.atNanos = atNanos;
  }

  void add(int task, TaskOutcome outcome) {
    tasks.computeIfAbsent(outcome, _ -> new TreeSet<>()).add(task);
  }

  void tell(List<PoolEvent> events) {
    tasks.forEach(
        (outcome, some) -> events.add(new PoolEvent.TasksPassed(atNanos, outcome, spans(some))));
  }

  private static List<TaskSpan> spans(SortedSet<Integer> tasks) {
    List<TaskSpan> spans = new ArrayList<>();
    int first = 0;
    int count = 0;
    for (int task : tasks) {
      if (count > 0 && task != first + count) {
        spans.add(new TaskSpan(first, count));
        count = 0;
      }
      first = count == 0 ? task : first;
      count++;
    }
    if (count > 0) {
      spans.add(new TaskSpan(first, count));
    }
    return spans;
  }
}
