package dev.lifeguard.attach;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Gives the tasks of all pools of one program their numbers in the job, which follow each other
/// without a gap. A call that says how many tasks it has gets all their numbers at once, so that
/// what waits in it counts as queued before the pool has come to it. Belongs to one thread.
final class TaskNumbers {
  private final Map<PoolBoard, NavigableMap<Long, Run>> runs = new HashMap<>();
  private int last;
  private int told;

  /// So many numbers of a pool, and the first of those of the job that they are.
  private record Run(int firstTask, int count) {
    private boolean holds(long offset) {
      return offset < count;
    }
  }

  /// The number in the job of a task that does not begin a call.
  ///
  /// @param number in the pool
  int next(PoolBoard pool, long number) {
    Map.Entry<Long, Run> run = of(pool).floorEntry(number);
    if (run != null && run.getValue().holds(number - run.getKey())) {
      return run.getValue().firstTask() + (int) (number - run.getKey());
    }
    return single(pool, number);
  }

  /// The number of the first task of a call.
  ///
  /// @param count how many tasks it has; 0 where nobody knows yet
  int first(PoolBoard pool, long number, long count) {
    return count <= 1 ? single(pool, number) : begin(pool, number, count);
  }

  /// One more. A call for each task is common: a million of them shall be one entry.
  private int single(PoolBoard pool, long number) {
    Map.Entry<Long, Run> run = of(pool).floorEntry(number);
    if (run == null
        || number != run.getKey() + run.getValue().count()
        || last + 1 != run.getValue().firstTask() + run.getValue().count()) {
      return begin(pool, number, 1);
    }
    last++;
    of(pool).put(run.getKey(), new Run(run.getValue().firstTask(), run.getValue().count() + 1));
    return last;
  }

  private int begin(PoolBoard pool, long number, long count) {
    int first = last + 1;
    int size = Math.clamp(count, 1, Integer.MAX_VALUE / 2 - last);
    last += size;
    of(pool).put(number, new Run(first, size));
    return first;
  }

  private NavigableMap<Long, Run> of(PoolBoard pool) {
    return runs.computeIfAbsent(pool, _ -> new TreeMap<>());
  }

  /// The numbers that a pool's last call has got and not used.
  Optional<TaskSpan> unused(PoolBoard pool, long submitted) {
    Map.Entry<Long, Run> run = runs.getOrDefault(pool, new TreeMap<>()).floorEntry(submitted);
    if (run == null) {
      return Optional.empty();
    }
    int used = (int) (submitted + 1 - run.getKey());
    int left = run.getValue().count() - used;
    return left <= 0
        ? Optional.empty()
        : Optional.of(new TaskSpan(run.getValue().firstTask() + used, left));
  }

  /// Tells of those that are new.
  void tell(long nowNanos, List<PoolEvent> events) {
    if (last > told) {
      events.add(new PoolEvent.TasksQueued(nowNanos, told + 1, last - told));
      told = last;
    }
  }
}
