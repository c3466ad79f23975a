package dev.lifeguard.jobfile;

import java.util.Arrays;

/// Where every 1024th item begins: 80 KB for ten million items.
final class OffsetIndex {
  /// How many items lie between two entries.
  static final int STEP = 1024;

  private long[] offsets = new long[16];
  private int count;

  /// Notes the next item.
  ///
  /// @param offset where it begins, in bytes
  /// @throws ArithmeticException if there are more items than numbers for them
  void add(long offset) {
    if (count % STEP == 0) {
      int entry = count / STEP;
      if (entry == offsets.length) {
        offsets = Arrays.copyOf(offsets, entry * 2);
      }
      offsets[entry] = offset;
    }
    count = Math.incrementExact(count);
  }

  /// How many items there are.
  int count() {
    return count;
  }

  /// Where the last noted item at or before one begins.
  ///
  /// @param item from 0
  long before(int item) {
    return offsets[item / STEP];
  }

  /// How many bytes the index holds.
  long bytes() {
    return 8L * offsets.length;
  }
}
