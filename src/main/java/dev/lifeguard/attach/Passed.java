package dev.lifeguard.attach;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Tasks that are over and are only told to be so, together. Belongs to one thread.
final class Passed {
  private final long atNanos;
  private final Map<TaskOutcome, BitSet> tasks = new EnumMap<>(TaskOutcome.class);

  Passed(long atNanos) {
    this.atNanos = atNanos;
  }

  void add(int task, TaskOutcome outcome) {
    tasks.computeIfAbsent(outcome, _ -> new BitSet()).set(task);
  }

  void add(PoolEvent.TasksPassed others) {
    BitSet known = tasks.computeIfAbsent(others.outcome(), _ -> new BitSet());
    others.tasks().forEach(span -> known.set(span.first(), span.last() + 1));
  }

  void tell(List<PoolEvent> events) {
    tasks.forEach(
        (outcome, some) -> events.add(new PoolEvent.TasksPassed(atNanos, outcome, spans(some))));
  }

  private static List<TaskSpan> spans(BitSet tasks) {
    List<TaskSpan> spans = new ArrayList<>();
    for (int first = tasks.nextSetBit(0); first >= 0; ) {
      int after = tasks.nextClearBit(first);
      spans.add(new TaskSpan(first, after - first));
      first = tasks.nextSetBit(after);
    }
    return spans;
  }
}
