package dev.lifeguard.probe.linux;

/// Keeps the scans of all processes of a probe together below a hundred-and-fiftieth of the time
/// that passes, so that many small scans are no more felt than one large one. Belongs to the
/// sampler's thread.
final class ScanBudget {
  private static final long SHARE = 150;

  /// What may be saved up: about eight scans of a small python in one round.
  private static final long MOST_NANOS = 5_000_000;

  private long creditNanos = MOST_NANOS;
  private long lastNanos;
  private boolean started;

  /// Lets the credit grow up to this moment.
  void passTo(long nowNanos) {
    if (started) {
      creditNanos = Math.min(MOST_NANOS, creditNanos + (nowNanos - lastNanos) / SHARE);
    }
    started = true;
    lastNanos = nowNanos;
  }

  /// Whether a scan may begin. How long it takes is known afterwards only, so it may make a debt.
  boolean allowsOne() {
    return creditNanos > 0;
  }

  void spend(long nanos) {
    creditNanos -= nanos;
  }
}
