package dev.lifeguard.gui.timeline;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Finds the times in which no lane had anything to do. Belongs to the thread that folds the
/// events.
final class IdleWatch {
  /// Shorter pauses are part of the picture.
  static final long SHORTEST_NANOS = TimeUnit.SECONDS.toNanos(5);

  // A pool that is fed one item every five seconds has 720 an hour; beyond this the time line is no
  // longer made shorter.
  private static final int MOST = 20_000;

  private int atWork;
  private long idleSinceNanos;
  private long[] from = new long[4];
  private long[] until = new long[4];
  private int size;
  private Gaps picture = Gaps.NONE;

  /// Takes up that a lane has begun or ended something.
  ///
  /// @param difference 1, 0 or -1
  void changed(int difference, long atNanos) {
    if (difference > 0 && atWork == 0 && atNanos - idleSinceNanos >= SHORTEST_NANOS) {
      add(idleSinceNanos, atNanos);
    }
    atWork += difference;
    if (difference < 0 && atWork == 0) {
      idleSinceNanos = atNanos;
    }
  }

  private void add(long fromNanos, long untilNanos) {
    if (size == MOST) {
      return;
    }
    if (size == from.length) {
      from = Arrays.copyOf(from, 2 * size);
      until = Arrays.copyOf(until, 2 * size);
    }
    from[size] = fromNanos;
    until[size] = untilNanos;
    size++;
  }

  Gaps picture() {
    if (picture.size() != size) {
      picture = Gaps.of(from, until, size);
    }
    return picture;
  }
}
