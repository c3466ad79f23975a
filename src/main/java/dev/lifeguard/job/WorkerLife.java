package dev.lifeguard.job;

import java.util.OptionalDouble;
import java.util.TreeMap;

/// What is remembered of the memory of one worker.
final class WorkerLife {
  /// A worker has warmed up after some tasks: what it has loaded by then it keeps.
  private static final int WARM_TASKS = 2;

  /// Fewer tell nothing.
  private static final int LEAST_TASKS = 6;

  private static final long LEAST_GROWTH_BYTES = 4 << 20;

  private final MemorySeries series = new MemorySeries();
  // By number: its own process and those of its descendants.
  private final TreeMap<Long, ProcessReading> processes = new TreeMap<>();
  private int tasks;
  private long warmBytes;
  private boolean ended;

  void sampled(ProcessReading reading) {
    processes.put(reading.process().pid(), reading);
  }

  void gone(ProcessIdentity process) {
    ProcessReading last = processes.get(process.pid());
    if (last != null && last.process().equals(process)) {
      processes.remove(process.pid());
    }
  }

  /// All readings of one moment have been taken up.
  void sampledAt(long atNanos) {
    if (!ended) {
      series.add(new MemoryPoint(atNanos, residentBytes(), committedBytes()));
    }
  }

  private long residentBytes() {
    return processes.values().stream().mapToLong(it -> it.memory().residentBytes().orElse(0)).sum();
  }

  private long committedBytes() {
    return processes.values().stream()
        .mapToLong(it -> it.memory().committedBytes().orElse(0))
        .sum();
  }

  void taskEnded() {
    tasks++;
    if (tasks == WARM_TASKS) {
      warmBytes = residentBytes();
    }
  }

  void ended() {
    ended = true;
  }

  boolean isAlive() {
    return !ended;
  }

  MemorySeries series() {
    return series;
  }

  /// How much it has grown with each task since it was warm; empty when too few tell.
  OptionalDouble bytesPerTask() {
    if (tasks < LEAST_TASKS || warmBytes == 0) {
      return OptionalDouble.empty();
    }
    long grown = series.peak().residentBytes() - warmBytes;
    return OptionalDouble.of(
        grown < LEAST_GROWTH_BYTES ? 0 : grown / (double) (tasks - WARM_TASKS));
  }
}
