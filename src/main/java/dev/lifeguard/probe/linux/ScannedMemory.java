package dev.lifeguard.probe.linux;

import java.util.OptionalLong;

/// What only a scan of `smaps` tells of the memory of one process, and estimates between scans.
///
/// **Committed** is what the kernel has promised, touched or not. VmData + VmStk is nearly that and
/// costs nothing, since `statm` has it. It is wrong for areas that were mapped without a promise
/// (MAP_NORESERVE) and for touched ones that were made inaccessible. The difference is taken from a
/// scan now and then; until the first scan it is 0.
///
/// **PSS and USS** divide what is shared. Between scans, what is resident more or less than at the
/// scan is taken for the process's own: memory that has just been touched is, for the most part.
///
/// Reading `smaps` takes long and holds up the process: 0.6 ms for a small python, 8.7 ms for each
/// gigabyte in use, and a mapping that the process changes meanwhile waits for the whole time
/// (measured, kernel 6.18). Hence the pauses.
///
/// Belongs to one thread, the sampler's for a process that is followed.
final class ScannedMemory {
  /// A scan never takes more than this part of the time until the next. Those of somebody who looks
  /// at the same process ([MapScans]) come on top; together they stay below one hundredth.
  private static final long PAUSE_FACTOR = 150;

  /// Above this a scan may hold the process up for milliseconds.
  private static final long BIG_BYTES = 512L << 20;

  private static final long BIG_PAUSE_NANOS = 5_000_000_000L;
  private static final long SMALL_PAUSE_NANOS = 500_000_000L;

  /// Most short-lived processes are over by then, and an interpreter has loaded what it needs.
  private static final long FIRST_AFTER_NANOS = 1_000_000_000L;

  /// What is shared can change by what others do, of which the sizes of the process show nothing.
  private static final long SLOW_PAUSE_NANOS = 60_000_000_000L;

  /// Nobody is held up for longer than this unless somebody looks at it.
  private static final long MOST_STALL_NANOS = 250_000_000L;

  /// Measured, with pages of 4 KiB.
  private static final long NANOS_PER_MEBIBYTE = 8_700_000 / 1024;

  private enum Scans {
    NONE_YET,
    SOME,
    REFUSED
  }

  private final long firstSeenNanos;
  private Scans scans = Scans.NONE_YET;
  private long scannedNanos;
  private long tookNanos;
  private StatmLine scanned = new StatmLine(0, 0, 0);
  private long uncountedBytes;
  private long residentBytes;
  private long pssBytes;
  private long ussBytes;

  ScannedMemory(long firstSeenNanos) {
    this.firstSeenNanos = firstSeenNanos;
    this.scannedNanos = firstSeenNanos;
  }

  /// The committed memory for the sizes that were just read.
  long committedBytes(StatmLine now) {
    return Math.max(0, now.dataPages() * Kernel.PAGE_BYTES - uncountedBytes);
  }

  /// The PSS for the sizes that were just read; empty before the first scan.
  OptionalLong pssBytes(StatmLine now) {
    return estimate(pssBytes, now);
  }

  /// The USS for the sizes that were just read; empty before the first scan.
  OptionalLong ussBytes(StatmLine now) {
    return estimate(ussBytes, now);
  }

  private OptionalLong estimate(long atScan, StatmLine now) {
    long resident = now.residentPages() * Kernel.PAGE_BYTES;
    long moved = atScan + resident - residentBytes;
    return scans == Scans.SOME
        ? OptionalLong.of(Math.clamp(moved, 0, resident))
        : OptionalLong.empty();
  }

  /// When it was last scanned; when it was first seen if never.
  long scannedNanos() {
    return scannedNanos;
  }

  /// Whether a scan could tell something new and may be afforded.
  boolean isDue(StatmLine now, long nowNanos) {
    long resident = now.residentPages() * Kernel.PAGE_BYTES;
    // Judged by its size: a scan that a busy machine has stretched only delays the next.
    if ((resident >> 20) * NANOS_PER_MEBIBYTE > MOST_STALL_NANOS) {
      return false;
    }
    return switch (scans) {
      case REFUSED -> false;
      case NONE_YET -> nowNanos - firstSeenNanos >= FIRST_AFTER_NANOS;
      case SOME -> {
        long least = hasChanged(now) ? pause(resident) : SLOW_PAUSE_NANOS;
        yield nowNanos - scannedNanos >= Math.max(least, PAUSE_FACTOR * tookNanos);
      }
    };
  }

  private static long pause(long resident) {
    return resident > BIG_BYTES ? BIG_PAUSE_NANOS : SMALL_PAUSE_NANOS;
  }

  private boolean hasChanged(StatmLine now) {
    long moved = Math.abs(now.residentPages() - scanned.residentPages());
    return now.sizePages() != scanned.sizePages()
        || now.dataPages() != scanned.dataPages()
        || moved > Math.max(256, scanned.residentPages() / 64);
  }

  /// Takes over what a scan has found.
  ///
  /// @param before the sizes before the scan
  /// @param after the sizes after it
  void scanned(StatmLine before, SmapsAreas areas, StatmLine after, long atNanos, long took) {
    scans = Scans.SOME;
    scannedNanos = atNanos;
    tookNanos = took;
    scanned = before;
    residentBytes = areas.residentBytes();
    pssBytes = areas.pssBytes();
    ussBytes = areas.ussBytes();
    // If nothing moved meanwhile the exact sum can be used, which knows more than the flag does.
    boolean still =
        before.sizePages() == after.sizePages() && before.dataPages() == after.dataPages();
    uncountedBytes =
        still
            ? before.dataPages() * Kernel.PAGE_BYTES - areas.accountedBytes()
            : areas.noReserveBytes();
  }

  /// It may not be scanned, and trying again would give the same answer.
  void refused() {
    scans = Scans.REFUSED;
  }
}
