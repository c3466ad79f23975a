package dev.lifeguard.journal;

import java.time.Duration;

/// Tells a disk that does not answer at all (a network share that is gone, a broken device) from
/// one that is only slow: a call to it may never return, so whoever hands work over looks from
/// outside. Thread-safe.
final class DiskWatch {
  /// How long nothing at all may be written while something waits. Longer than a busy disk needs
  /// for one block, and no longer than a user likes to look at a pool that stands still.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  // What lies between two looks counts as one second at most: when the whole program was suspended
  // (Ctrl-Z), the disk had no chance to answer.
  private static final long MOST_BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

  private long lastLook;
  private long lastProgress = -1;
  private long stillNanos;

  /// Looks at the disk's work.
  ///
  /// @param nanos now, of a clock that never goes back
  /// @param works whether there is something to write
  /// @param progress changes whenever the disk has answered
  /// @return whether the patience is over
  synchronized boolean isStuck(long nanos, boolean works, long progress) {
    if (!works || progress != lastProgress) {
      stillNanos = 0;
    } else {
      stillNanos += Math.min(nanos - lastLook, MOST_BETWEEN_LOOKS);
    }
    lastLook = nanos;
    lastProgress = progress;
    return stillNanos >= PATIENCE.toNanos();
  }
}
