package dev.lifeguard.probe.linux;

/// Constants of the running kernel, read once.
final class Kernel {
  private static final AuxiliaryVector VECTOR =
      ProcText.bytes("/proc/self/auxv").map(AuxiliaryVector::parse).orElse(AuxiliaryVector.USUAL);

  /// The size of a page.
  static final long PAGE_BYTES = VECTOR.pageBytes();

  /// The unit of processor and start times in `/proc`.
  static final long TICKS_PER_SECOND = VECTOR.ticksPerSecond();

  /// The same unit in nanoseconds.
  static final long TICK_NANOS = 1_000_000_000L / TICKS_PER_SECOND;

  /// When the machine was started, seconds since the epoch; 0 when unknown. The kernel derives it
  /// from the wall clock, so it moves when that is set: read once, all identities agree.
  static final long BOOTED_AT_SECONDS =
      ProcText.read("/proc/stat").map(text -> KeyedLines.find(text, "btime").orElse(0)).orElse(0L);

  private Kernel() {}
}
