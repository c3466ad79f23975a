package dev.lifeguard.attach;

import dev.lifeguard.job.Command;

/// When a pool is looked at next, and measured. Pure, and owned by one thread; all times are those
/// of its caller's clock, in nanoseconds.
///
/// A look is taken as often as is measured, but at least once a second: what a pool does has to be
/// noticed also by those who measure rarely.
final class Pace {
  private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;
  private static final long SOON_NANOS = 15_000_000L;
  private static final long THOROUGH_NANOS = 1_000_000_000L;
  private static final int MOST_SOON = 12;
  // Thorough looks take a twentieth of the time at most: at a pool of hundreds one takes as long as
  // ten of the others.
  private static final int THOROUGH_SHARE = 20;

  private long periodNanos = Command.USUAL_SAMPLE_PERIOD.toNanos();
  private long nextLook;
  private long nextThorough;
  private long nextSample;
  private int soon;

  /// How long until the next look is due; not positive when it is.
  long untilLookNanos(long now) {
    return nextLook - now;
  }

  /// Something has just happened: a few looks in quick succession.
  void soon(long now) {
    soon = MOST_SOON;
    nextLook = Math.min(nextLook, now + SOON_NANOS);
  }

  /// The time from one measurement to the next.
  long periodNanos() {
    return periodNanos;
  }

  /// Measures so often from now on.
  void every(long period, long now) {
    periodNanos = period;
    sampleNow(now);
  }

  /// Measures once, now.
  void sampleNow(long now) {
    nextSample = now;
    nextLook = Math.min(nextLook, now);
  }

  /// Whether a look is to read what hardly ever changes, too.
  boolean isThorough(long now) {
    return now >= nextThorough || soon > 0;
  }

  /// Whether it is time to measure; who asks does so then.
  boolean takeSample(long now) {
    if (now < nextSample) {
      return false;
    }
    nextSample = now + periodNanos;
    return true;
  }

  /// A look is over.
  ///
  /// @param began when it began
  /// @param atOnce whether the next one must be thorough
  /// @param mostNanos how long the pause may be at most
  void looked(long began, long now, boolean atOnce, long mostNanos) {
    if (isThorough(began)) {
      long cost = now - began;
      nextThorough = atOnce ? now : now + Math.max(THOROUGH_NANOS, THOROUGH_SHARE * cost);
    }
    // Looking must not become work; but on a machine that is short of time a look takes long
    // whatever it costs, and nobody wants to hear less of his pool because of that.
    long pause = Math.max(soon > 0 ? SOON_NANOS : periodNanos, 4 * (now - began));
    soon = Math.max(0, soon - 1);
    nextLook = now + Math.min(Math.min(pause, LONGEST_PAUSE_NANOS), mostNanos);
  }
}
