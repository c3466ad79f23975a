package dev.lifeguard.probe.linux;

/// The committed memory of one process: what the kernel has promised it, touched or not.
///
/// VmData + VmStk is nearly that and costs nothing, since `statm` has it. It is wrong for areas
/// that were mapped without a promise (MAP_NORESERVE) and for touched ones that were made
/// inaccessible. Only `smaps` tells these, and reading it takes long and holds up the process: 0.6
/// ms for a small python, 8.7 ms for each gigabyte in use, and a mapping that the process changes
/// meanwhile waits for the whole time (measured, kernel 6.18). So the difference is taken from a
/// scan now and then. Until the first scan it is 0.
///
/// Belongs to the sampler's thread.
final class CommitEstimate {
  /// A scan never takes more than a hundredth of the time until the next.
  private static final long PAUSE_FACTOR = 100;

  /// Above this a scan may hold the process up for milliseconds.
  private static final long BIG_BYTES = 512L << 20;

  private static final long BIG_PAUSE_NANOS = 5_000_000_000L;
  private static final long SMALL_PAUSE_NANOS = 500_000_000L;

  /// Most short-lived processes are over by then, and an interpreter has loaded what it needs.
  private static final long FIRST_AFTER_NANOS = 1_000_000_000L;

  private enum Scans {
    NONE_YET,
    SOME,
    REFUSED
  }

  private final long firstSeenNanos;
  private Scans scans = Scans.NONE_YET;
  private long scannedNanos;
  private long tookNanos;
  private long sizePages;
  private long dataPages;
  private long uncountedBytes;

  CommitEstimate(long firstSeenNanos) {
    this.firstSeenNanos = firstSeenNanos;
    this.scannedNanos = firstSeenNanos;
  }

  /// The estimate for the sizes that were just read.
  long bytes(StatmLine now) {
    return Math.max(0, now.dataPages() * Kernel.PAGE_BYTES - uncountedBytes);
  }

  /// When it was last scanned; when it was first seen if never.
  long scannedNanos() {
    return scannedNanos;
  }

  /// Whether a scan could tell something new and may be afforded. A process that is big before its
  /// first scan is not scanned at all: it would be held up just because we came late.
  boolean isDue(StatmLine now, long nowNanos) {
    boolean big = now.residentPages() * Kernel.PAGE_BYTES > BIG_BYTES;
    return switch (scans) {
      case REFUSED -> false;
      case NONE_YET -> !big && nowNanos - firstSeenNanos >= FIRST_AFTER_NANOS;
      case SOME -> {
        long least = big ? BIG_PAUSE_NANOS : SMALL_PAUSE_NANOS;
        boolean changed = now.sizePages() != sizePages || now.dataPages() != dataPages;
        yield changed && nowNanos - scannedNanos >= Math.max(least, PAUSE_FACTOR * tookNanos);
      }
    };
  }

  /// Takes over what a scan has found.
  ///
  /// @param before the sizes before the scan
  /// @param after the sizes after it
  void scanned(StatmLine before, SmapsAreas areas, StatmLine after, long atNanos, long took) {
    scans = Scans.SOME;
    scannedNanos = atNanos;
    tookNanos = took;
    sizePages = before.sizePages();
    dataPages = before.dataPages();
    // If nothing moved meanwhile the exact sum can be used, which knows more than the flag does.
    boolean still = before.sizePages() == after.sizePages() && dataPages == after.dataPages();
    uncountedBytes =
        still ? dataPages * Kernel.PAGE_BYTES - areas.accountedBytes() : areas.noReserveBytes();
  }

  /// It may not be scanned, and trying again would give the same answer.
  void refused() {
    scans = Scans.REFUSED;
  }
}
