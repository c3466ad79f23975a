package dev.lifeguard.gui.memory;

import java.util.Arrays;

/// Amounts of memory over time, in equal spans from the start of the job: the most that was
/// resident in a span, and what was committed at its end. Immutable.
public final class Curve {
  /// Nothing was measured.
  static final Curve EMPTY = new Curve(0, new int[0], new int[0]);

  private final int first;
  private final int[] resident;
  private final int[] committed;

  /// @param first the first span
  /// @param resident KiB for each span from there on, 0 for unknown
  /// @param committed likewise
  private Curve(int first, int[] resident, int[] committed) {
    this.first = first;
    this.resident = resident;
    this.committed = committed;
  }

  /// Copies the spans from `first` up to but not including `end`.
  static Curve copy(int first, int end, int[] resident, int[] committed) {
    return new Curve(
        first, Arrays.copyOfRange(resident, first, end), Arrays.copyOfRange(committed, first, end));
  }

  /// The first span with a value.
  public int first() {
    return first;
  }

  /// The span after the last one.
  public int end() {
    return first + resident.length;
  }

  /// The most that was resident in a span, 0 for unknown.
  public long residentBytes(int span) {
    return bytes(resident, span);
  }

  /// What was committed in a span, 0 for unknown.
  public long committedBytes(int span) {
    return bytes(committed, span);
  }

  private long bytes(int[] amounts, int span) {
    int i = span - first;
    return i < 0 || i >= amounts.length ? 0 : (long) amounts[i] << 10;
  }
}
