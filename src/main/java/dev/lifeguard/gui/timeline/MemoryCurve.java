package dev.lifeguard.gui.timeline;

/// What the pool had resident over time, in dense columns. Immutable.
///
/// @param nanos when it was measured, ascending
/// @param bytes the sum of all processes then; of several measurements the highest
// Whoever makes one gives the arrays away and nobody writes to them again.
@SuppressWarnings("ArrayRecordComponent")
record MemoryCurve(long[] nanos, long[] bytes) {
  static final MemoryCurve NONE = new MemoryCurve(new long[0], new long[0]);

  int size() {
    return nanos.length;
  }

  long highestBytes() {
    long highest = 0;
    for (long each : bytes) {
      highest = Math.max(highest, each);
    }
    return highest;
  }

  long latestBytes() {
    return bytes.length == 0 ? 0 : bytes[bytes.length - 1];
  }
}
