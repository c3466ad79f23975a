package dev.lifeguard.gui.queue;

import java.util.Arrays;

/// An immutable ascending list of task numbers without an object for each.
final class TaskNumbers {
  /// No task.
  static final TaskNumbers NONE = new TaskNumbers(new int[0]);

  private final int[] numbers;

  private TaskNumbers(int[] numbers) {
    this.numbers = numbers;
  }

  /// The first `size` numbers, copied.
  static TaskNumbers of(int[] numbers, int size) {
    return size == 0 ? NONE : new TaskNumbers(Arrays.copyOf(numbers, size));
  }

  int size() {
    return numbers.length;
  }

  int get(int index) {
    return numbers[index];
  }

  /// The index of a number, negative when it is not there.
  int find(int number) {
    return Arrays.binarySearch(numbers, number);
  }
}
