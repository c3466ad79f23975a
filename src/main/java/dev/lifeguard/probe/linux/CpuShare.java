package dev.lifeguard.probe.linux;

/// The share of a processor that a process used between two looks. Belongs to the sampler's thread.
final class CpuShare {
  private long countedTicks;
  private long countedNanos;
  private double share;

  CpuShare(long ticks, long nowNanos) {
    this.countedTicks = ticks;
    this.countedNanos = nowNanos;
  }

  /// Takes the processor time since the start of the process and answers the share since the look
  /// before: 1.0 is one processor. Over less than a tick of the kernel's clock it would be 0 or far
  /// too large, so such a look is put off and the last share stays.
  double look(long ticks, long nowNanos) {
    long passed = nowNanos - countedNanos;
    if (passed >= Kernel.TICK_NANOS) {
      share = Math.max(0, ticks - countedTicks) * Kernel.TICK_NANOS / (double) passed;
      countedTicks = ticks;
      countedNanos = nowNanos;
    }
    return share;
  }
}
