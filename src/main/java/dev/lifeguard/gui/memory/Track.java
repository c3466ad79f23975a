package dev.lifeguard.gui.memory;

import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessReading;
import java.util.HashMap;
import java.util.Map;

/// The memory of one worker and everything that it started, over time, in a fixed amount of memory:
/// when the spans are used up, each two become one. Belongs to the thread that folds.
final class Track {
  /// How many spans there are. At 250 ms each the first merge comes after two minutes; after a day
  /// a span is some minutes long.
  static final int SPANS = 512;

  final int worker;
  private final Map<Long, Amount> processes = new HashMap<>();
  private final int[] resident = new int[SPANS];
  private final int[] committed = new int[SPANS];
  private int first = -1;
  private int last = -1;
  private long residentBytes;
  private long committedBytes;
  private long peakBytes;
  private long peakNanos;
  private long endedNanos = -1;

  private record Amount(long resident, long committed) {}

  Track(int worker) {
    this.worker = worker;
  }

  /// A process of it was measured.
  void measured(ProcessReading reading, long atNanos) {
    MemoryReading memory = reading.memory();
    processes.put(
        reading.process().pid(),
        new Amount(memory.residentBytes().orElse(0), memory.committedBytes().orElse(0)));
    sum(atNanos);
  }

  /// A process of it is gone.
  void gone(long pid, long atNanos) {
    if (processes.remove(pid) != null) {
      sum(atNanos);
    }
  }

  private void sum(long atNanos) {
    residentBytes = processes.values().stream().mapToLong(Amount::resident).sum();
    committedBytes = processes.values().stream().mapToLong(Amount::committed).sum();
    if (residentBytes > peakBytes) {
      peakBytes = residentBytes;
      peakNanos = atNanos;
    }
  }

  /// It has ended; nothing is written down from now on.
  void ended(long atNanos) {
    endedNanos = atNanos;
    processes.clear();
  }

  /// A slot is open again.
  void reopened() {
    endedNanos = -1;
  }

  boolean isAlive() {
    return endedNanos < 0;
  }

  /// Writes down what it has now. What lies between this and the last time was the same as then.
  void write(int span) {
    if (!isAlive() || (processes.isEmpty() && last < 0)) {
      return;
    }
    int now = kib(residentBytes);
    for (int i = last + 1; last >= 0 && i < span; i++) {
      resident[i] = resident[last];
      committed[i] = committed[last];
    }
    resident[span] = span == last ? Math.max(resident[span], now) : now;
    committed[span] = kib(committedBytes);
    first = first < 0 ? span : first;
    last = span;
  }

  private static int kib(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, bytes >> 10);
  }

  /// Makes each two spans one.
  void merge() {
    for (int i = 0; i < SPANS / 2; i++) {
      resident[i] = Math.max(resident[2 * i], resident[2 * i + 1]);
      committed[i] = Math.max(committed[2 * i], committed[2 * i + 1]);
    }
    for (int i = SPANS / 2; i < SPANS; i++) {
      resident[i] = 0;
      committed[i] = 0;
    }
    first = first < 0 ? first : first / 2;
    last = last < 0 ? last : last / 2;
  }

  /// The most that it ever had, resident or committed.
  long mostBytes() {
    long most = peakBytes;
    for (int i = Math.max(0, first); i <= last; i++) {
      most = Math.max(most, (long) committed[i] << 10);
    }
    return most;
  }

  MemoryLane lane() {
    return new MemoryLane(
        worker,
        isAlive(),
        last < 0 ? Curve.EMPTY : Curve.copy(first, last + 1, resident, committed),
        peakBytes,
        peakNanos,
        residentBytes,
        committedBytes);
  }
}
