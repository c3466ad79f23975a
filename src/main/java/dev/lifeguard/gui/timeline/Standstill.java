package dev.lifeguard.gui.timeline;

/// A time in which a worker made no progress.
///
/// @param untilNanos when it moved again or died, [#LASTS] while it stands still
record Standstill(int incident, long sinceNanos, long untilNanos) {
  static final long LASTS = Long.MAX_VALUE;

  /// Its end, as far as it has come.
  long untilNanos(long nowNanos) {
    return Math.min(untilNanos, nowNanos);
  }
}
