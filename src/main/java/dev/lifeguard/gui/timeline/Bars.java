package dev.lifeguard.gui.timeline;

import org.jspecify.annotations.Nullable;

/// The finished bars of one lane in parallel columns, oldest first; they never overlap.
///
/// Immutable although the columns go on growing behind it: they are only ever appended to, and this
/// sees no further than the length that they had. So a picture of a million attempts costs nothing.
final class Bars {
  static final Bars NONE = new Bars(new Columns(0), 0);

  private final Columns columns;
  private final int size;

  /// The columns. Whoever merges bars or needs more room makes other columns.
  static final class Columns {
    final BarKind[] kind;
    final long[] start;
    final long[] end;
    final int[] task;
    final int[] attempt;
    final int[] count;
    final int[] incident;
    final @Nullable String[] item;

    Columns(int capacity) {
      kind = new BarKind[capacity];
      start = new long[capacity];
      end = new long[capacity];
      task = new int[capacity];
      attempt = new int[capacity];
      count = new int[capacity];
      incident = new int[capacity];
      item = new @Nullable String[capacity];
    }

    int capacity() {
      return kind.length;
    }

    /// One bar: by hand, which is many times faster than eight copies of one element each.
    void copy(int from, Columns target, int to) {
      target.kind[to] = kind[from];
      target.start[to] = start[from];
      target.end[to] = end[from];
      target.task[to] = task[from];
      target.attempt[to] = attempt[from];
      target.count[to] = count[from];
      target.incident[to] = incident[from];
      target.item[to] = item[from];
    }

    void copy(int from, Columns target, int to, int length) {
      System.arraycopy(kind, from, target.kind, to, length);
      System.arraycopy(start, from, target.start, to, length);
      System.arraycopy(end, from, target.end, to, length);
      System.arraycopy(task, from, target.task, to, length);
      System.arraycopy(attempt, from, target.attempt, to, length);
      System.arraycopy(count, from, target.count, to, length);
      System.arraycopy(incident, from, target.incident, to, length);
      System.arraycopy(item, from, target.item, to, length);
    }
  }

  Bars(Columns columns, int size) {
    this.columns = columns;
    this.size = size;
  }

  int size() {
    return size;
  }

  BarKind kind(int i) {
    return columns.kind[i];
  }

  long startNanos(int i) {
    return columns.start[i];
  }

  long endNanos(int i) {
    return columns.end[i];
  }

  /// The task, 0 for a worker that came up; of merged bars the first.
  int task(int i) {
    return columns.task[i];
  }

  /// Which attempt at its task it was; 0 for a worker that came up.
  int attempt(int i) {
    return columns.attempt[i];
  }

  /// How many attempts became this bar, usually one.
  int count(int i) {
    return columns.count[i];
  }

  /// The incident that it was lost in, 0 without one.
  int incident(int i) {
    return columns.incident[i];
  }

  /// The beginning of the item; of merged bars that of the first.
  String item(int i) {
    String text = columns.item[i];
    return text == null ? "" : text;
  }

  /// The first bar that ends after this moment; the size if there is none.
  int firstEndingAfter(long nanos) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (columns.end[middle] > nanos) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
