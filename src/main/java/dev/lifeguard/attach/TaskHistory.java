package dev.lifeguard.attach;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes the history of a pool's tasks shorter: of those that ran once, well and long ago, only
/// that they are over is kept. Where something went wrong everything is. Pure.
final class TaskHistory {
  private TaskHistory() {}

  /// Whether an event is about tasks that ran.
  static boolean isOne(PoolEvent event) {
    return event instanceof PoolEvent.TaskStarted
        || event instanceof PoolEvent.TaskEnded
        || event instanceof PoolEvent.TasksPassed;
  }

  /// The same events with the older half of those about tasks folded.
  ///
  /// @param ofTasks how many are about tasks
  static List<PoolEvent> fold(List<PoolEvent> events, int ofTasks) {
    int boundary = boundary(events, ofTasks / 2);
    Set<Integer> plain = plain(events.subList(0, boundary));
    Passed passed = new Passed(events.get(boundary - 1).atNanos());
    List<PoolEvent> kept = new ArrayList<>();
    for (PoolEvent event : events.subList(0, boundary)) {
      switch (event) {
        case PoolEvent.TaskStarted e when plain.contains(e.task()) -> {}
        case PoolEvent.TaskEnded e when plain.contains(e.task()) ->
            passed.add(e.task(), e.outcome());
        case PoolEvent.TasksPassed e -> passed.add(e);
        default -> kept.add(event);
      }
    }
    passed.tell(kept);
    kept.addAll(events.subList(boundary, events.size()));
    return kept;
  }

  /// How many events there are up to the last of so many about tasks.
  private static int boundary(List<PoolEvent> events, int wanted) {
    int found = 0;
    int at = 0;
    while (found < wanted) {
      found += isOne(events.get(at)) ? 1 : 0;
      at++;
    }
    return at;
  }

  /// The tasks that began and ended here, in one attempt and without anything to tell.
  private static Set<Integer> plain(List<PoolEvent> events) {
    Set<Integer> begun = new HashSet<>();
    Set<Integer> ended = new HashSet<>();
    for (PoolEvent event : events) {
      switch (event) {
        case PoolEvent.TaskStarted e when e.attempt() == 1 -> begun.add(e.task());
        case PoolEvent.TaskStarted e -> begun.remove(e.task());
        case PoolEvent.WorkerDied e -> e.task().ifPresent(begun::remove);
        case PoolEvent.TaskEnded e when e.answer() instanceof TaskAnswer.None ->
            ended.add(e.task());
        default -> {
          // Not about one task that ran.
        }
      }
    }
    begun.retainAll(ended);
    return begun;
  }
}
