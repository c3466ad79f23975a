package dev.lifeguard.job;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// The tasks that users wanted run once more, and what they do to the numbers: the items of the
/// source and the repeated tasks share one sequence of task numbers, so behind the first repeated
/// task a task's number is not its item's place in the source any more. Owned by a [JobModel].
final class Repeats {
  private final Map<Integer, Integer> retryOf = new LinkedHashMap<>();
  private final Map<Integer, Integer> repeatedBy = new LinkedHashMap<>();
  private final int[] superseded = new int[TaskState.values().length];
  private int[] numbers = new int[4];
  private int count;

  /// Takes up a new task.
  ///
  /// @param task greater than every one before
  /// @param state what became of the task that it repeats
  // The ordinal indexes an array of one running program and is never written anywhere.
  @SuppressWarnings("EnumOrdinal")
  void add(int task, int original, TaskState state) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * count);
    }
    numbers[count++] = task;
    retryOf.put(task, original);
    if (repeatedBy.put(original, task) == null) {
      superseded[state.ordinal()]++;
    }
  }

  Map<Integer, Integer> all() {
    return Collections.unmodifiableMap(retryOf);
  }

  /// The task that repeats this one, 0 if none does.
  int repeatOf(int task) {
    return repeatedBy.getOrDefault(task, 0);
  }

  int superseded() {
    return repeatedBy.size();
  }

  @SuppressWarnings("EnumOrdinal")
  int superseded(TaskState state) {
    return superseded[state.ordinal()];
  }

  int itemOf(int task) {
    int first = task;
    for (Integer before = retryOf.get(first); before != null; before = retryOf.get(first)) {
      first = before;
    }
    int found = Arrays.binarySearch(numbers, 0, count, first);
    return first - (-found - 1);
  }

  int taskOfItem(int item) {
    // Before the repeated task of index k there are numbers[k] - k - 1 items.
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (numbers[middle] - middle <= item) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return item + low;
  }
}
