package dev.lifeguard.gui.queue;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// When tasks joined the queue first. Batches that came within a tenth of a second are one, so it
/// grows with the time and not with the tasks. Belongs to the thread that folds the events; what it
/// hands out is immutable.
final class QueueTimes {
  static final Times NONE = new Times(new int[0], new long[0], 0);

  private static final long APART_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private int[] first = new int[16];
  private long[] nanos = new long[16];
  private int size;

  void queued(int firstTask, long atNanos) {
    if (size > 0 && atNanos - nanos[size - 1] < APART_NANOS) {
      return;
    }
    if (size == first.length) {
      first = Arrays.copyOf(first, 2 * size);
      nanos = Arrays.copyOf(nanos, 2 * size);
    }
    first[size] = firstTask;
    nanos[size] = atNanos;
    size++;
  }

  /// What is known now; later batches are written behind the end that it sees.
  Times picture() {
    return new Times(first, nanos, size);
  }

  /// When tasks joined the queue, to the tenth of a second.
  static final class Times {
    private final int[] first;
    private final long[] nanos;
    private final int size;

    private Times(int[] first, long[] nanos, int size) {
      this.first = first;
      this.nanos = nanos;
      this.size = size;
    }

    long nanos(int task) {
      int found = Arrays.binarySearch(first, 0, size, task);
      int i = found >= 0 ? found : -found - 2;
      return i < 0 ? 0 : nanos[i];
    }
  }
}
