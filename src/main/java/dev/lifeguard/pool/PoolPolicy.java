package dev.lifeguard.pool;

import java.util.OptionalLong;

/// The rules of one pool. All times are in nanoseconds.
///
/// @param workers how many workers to keep, at least 1
/// @param retry how often a task may be tried again
/// @param restart how often workers may die before they finish a task
/// @param onFailure what a failed, timed-out or quarantined task means for the others
/// @param taskTimeoutNanos how long one attempt may run before its worker is killed
/// @param graceNanos how long a worker has to end after it was asked to
public record PoolPolicy(
    int workers,
    Retry retry,
    Restart restart,
    OnFailure onFailure,
    OptionalLong taskTimeoutNanos,
    long graceNanos) {

  /// Refuses what makes no sense.
  ///
  /// @throws IllegalArgumentException if there are no workers or no time
  public PoolPolicy {
    if (workers < 1 || graceNanos < 0 || taskTimeoutNanos.orElse(1) < 1) {
      throw new IllegalArgumentException("a pool needs a worker, and times are positive");
    }
  }

  /// Extra attempts after the first, for each kind of ending.
  ///
  /// @param lost after the worker died
  /// @param failed after an exception
  /// @param timedOut after the time limit
  /// @param quarantineAfter how many deaths that the task may have caused put it into quarantine
  public record Retry(int lost, int failed, int timedOut, int quarantineAfter) {
    /// What PRODUCT promises without a word in the job file.
    public static final Retry DEFAULT = new Retry(2, 0, 0, 3);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if a number is negative, or no death is allowed at all
    public Retry {
      if (lost < 0 || failed < 0 || timedOut < 0 || quarantineAfter < 1) {
        throw new IllegalArgumentException("retries are not negative, quarantine needs a death");
      }
    }

    /// How many deaths a task survives being blamed for, plus one.
    public int deathsAllowed() {
      return Math.min(lost + 1, quarantineAfter);
    }
  }

  /// The restart budget: only workers that die before they finish a task count.
  ///
  /// @param most so many such deaths within the period are borne, one more makes the pool give up
  /// @param withinNanos the period
  /// @param backoffFirstNanos the wait before the replacement of the second such death in a row
  /// @param backoffMostNanos the longest wait; it doubles from death to death up to this
  public record Restart(int most, long withinNanos, long backoffFirstNanos, long backoffMostNanos) {
    /// What PRODUCT promises: 5 within 30 s, 100 ms to 10 s.
    public static final Restart DEFAULT =
        new Restart(5, 30_000_000_000L, 100_000_000L, 10_000_000_000L);

    /// Refuses what makes no sense.
    ///
    /// @throws IllegalArgumentException if a number is negative or the waits are in the wrong order
    public Restart {
      if (most < 0 || withinNanos < 0 || backoffFirstNanos < 0) {
        throw new IllegalArgumentException("a restart budget is not negative");
      }
      if (backoffMostNanos < backoffFirstNanos) {
        throw new IllegalArgumentException("the longest wait is shorter than the first");
      }
    }
  }

  /// What a task that did not end well means for the others.
  public enum OnFailure {
    /// The others go on.
    CONTINUE,
    /// The pool ends: running tasks are cancelled, queued ones are not run.
    STOP
  }
}
