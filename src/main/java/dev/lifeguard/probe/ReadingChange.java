package dev.lifeguard.probe;

import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessReading;
import java.util.OptionalLong;

/// Decides whether a reading differs enough from the one told last to be told.
///
/// Without this a pool of sleepers would fill the journal with noise. What is told is always the
/// exact reading; differences are taken from what was told last, so that slow growth adds up and is
/// told too.
public final class ReadingChange {
  /// Processor time is counted in steps of 10 ms, which is 0.04 of a tick of 250 ms: one step is
  /// noise, two are use.
  private static final double CPU_SHARE = 0.05;

  /// Below it a time shown in tenths of a second stays the same.
  private static final long CPU_NANOS = 100_000_000;

  /// Sizes are shown with three digits, so a thousandth of the value told is less than can be seen.
  private static final long MEMORY_PARTS = 1000;

  /// Sixteen pages: what a process needs to wake up and sleep again.
  private static final long MEMORY_BYTES = 64 * 1024;

  private ReadingChange() {}

  /// Whether `now` is worth telling after `told`.
  public static boolean isNews(ProcessReading told, ProcessReading now) {
    return told.worker() != now.worker()
        || !told.process().equals(now.process())
        || told.parentPid() != now.parentPid()
        || told.state() != now.state()
        || !told.name().equals(now.name())
        || cpuMoved(told, now)
        || memoryMoved(told.memory(), now.memory());
  }

  private static boolean cpuMoved(ProcessReading told, ProcessReading now) {
    // An idle process must not be shown with the last few per cent of its work for ever.
    boolean cameToRest = now.cpuShare() == 0 && told.cpuShare() != 0;
    return cameToRest
        || Math.abs(now.cpuShare() - told.cpuShare()) >= CPU_SHARE
        || now.cpuNanos() - told.cpuNanos() >= CPU_NANOS;
  }

  private static boolean memoryMoved(MemoryReading told, MemoryReading now) {
    return moved(told.residentBytes(), now.residentBytes())
        || moved(told.committedBytes(), now.committedBytes())
        || moved(told.reservedBytes(), now.reservedBytes())
        || moved(told.peakResidentBytes(), now.peakResidentBytes())
        || moved(told.pssBytes(), now.pssBytes())
        || moved(told.ussBytes(), now.ussBytes())
        || moved(told.swapBytes(), now.swapBytes());
  }

  private static boolean moved(OptionalLong told, OptionalLong now) {
    if (told.isEmpty() || now.isEmpty()) {
      return told.isPresent() != now.isPresent();
    }
    long threshold = Math.max(MEMORY_BYTES, told.getAsLong() / MEMORY_PARTS);
    return Math.abs(now.getAsLong() - told.getAsLong()) >= threshold;
  }
}
