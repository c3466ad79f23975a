package dev.lifeguard.job;

/// That a worker makes, or made, no progress.
///
/// @param sinceNanos since when it stood still
/// @param untilNanos when it was reported, later when it moved again or died
/// @param waitsFor what its task's thread waited for, a sentence without its end: `waits for a
///   lock, without a deadline`
/// @param state how it went on
public record Hang(long sinceNanos, long untilNanos, String waitsFor, State state) {
  /// How a hang went on.
  public enum State {
    /// It still stands still.
    LASTS,
    /// It made progress again.
    MOVED,
    /// It died.
    DIED
  }

  /// How long it lasted, as far as is known, in nanoseconds.
  public long lastedNanos() {
    return Math.max(0, untilNanos - sinceNanos);
  }

  Hang then(State next, long atNanos) {
    return new Hang(sinceNanos, atNanos, waitsFor, next);
  }
}
