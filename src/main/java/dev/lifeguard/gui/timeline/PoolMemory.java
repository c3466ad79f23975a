package dev.lifeguard.gui.timeline;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Sums what all processes of the pool have resident, measurement by measurement, and remembers it
/// in bounded room: when there are too many points, the higher of two neighbours stays. Belongs to
/// the thread that folds the events.
final class PoolMemory {
  private static final int MOST = 4096;

  private final Map<Long, Resident> processes = new HashMap<>();
  private final long[] nanos = new long[MOST];
  private final long[] bytes = new long[MOST];
  private int size;
  private int perPoint = 1;
  private int inLast;
  private long sum;
  private MemoryCurve picture = MemoryCurve.NONE;
  private boolean changed;

  private record Resident(int worker, long bytes) {}

  void sampled(PoolEvent.Sampled e) {
    for (ProcessReading reading : e.readings()) {
      if (reading.worker() != 0) {
        long now = reading.memory().residentBytes().orElse(0);
        Resident before =
            processes.put(reading.process().pid(), new Resident(reading.worker(), now));
        sum += now - (before == null ? 0 : before.bytes());
      }
    }
    for (ProcessIdentity gone : e.gone()) {
      Resident before = processes.remove(gone.pid());
      sum -= before == null ? 0 : before.bytes();
    }
    add(e.atNanos());
  }

  /// A worker is gone with everything that it had started.
  void gone(int worker, long atNanos) {
    long before = sum;
    processes
        .values()
        .removeIf(process -> {
          boolean its = process.worker() == worker;
          sum -= its ? process.bytes() : 0;
          return its;
        });
    if (sum != before) {
      add(atNanos);
    }
  }

  private void add(long atNanos) {
    changed = true;
    if (inLast > 0 && inLast < perPoint) {
      bytes[size - 1] = Math.max(bytes[size - 1], sum);
      inLast++;
      return;
    }
    if (size == MOST) {
      halve();
    }
    nanos[size] = atNanos;
    bytes[size] = sum;
    size++;
    inLast = 1;
  }

  private void halve() {
    for (int i = 0; i < MOST / 2; i++) {
      nanos[i] = nanos[2 * i];
      bytes[i] = Math.max(bytes[2 * i], bytes[2 * i + 1]);
    }
    size = MOST / 2;
    perPoint *= 2;
  }

  MemoryCurve picture() {
    if (changed) {
      changed = false;
      picture = new MemoryCurve(Arrays.copyOf(nanos, size), Arrays.copyOf(bytes, size));
    }
    return picture;
  }
}
