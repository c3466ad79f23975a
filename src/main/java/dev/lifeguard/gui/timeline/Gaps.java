package dev.lifeguard.gui.timeline;

import java.util.Arrays;

/// The times in which the whole pool had nothing to do, oldest first. Immutable.
final class Gaps {
  static final Gaps NONE = new Gaps(new long[0], new long[0]);

  private final long[] from;
  private final long[] until;

  private Gaps(long[] from, long[] until) {
    this.from = from;
    this.until = until;
  }

  /// The first `size` of these, copied.
  static Gaps of(long[] from, long[] until, int size) {
    return new Gaps(Arrays.copyOf(from, size), Arrays.copyOf(until, size));
  }

  int size() {
    return from.length;
  }

  long fromNanos(int i) {
    return from[i];
  }

  long untilNanos(int i) {
    return until[i];
  }

  long lengthNanos(int i) {
    return until[i] - from[i];
  }
}
