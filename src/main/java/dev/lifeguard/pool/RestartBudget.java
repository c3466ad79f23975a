package dev.lifeguard.pool;

import java.util.ArrayDeque;

/// Counts the workers that died before they finished a task, so that a pool whose workers cannot
/// live does not start them for ever. The idea is the restart intensity of Erlang's supervisors.
///
/// A worker that finishes its first task proves that starting works and resets the count.
class RestartBudget {
  private final PoolPolicy.Restart policy;
  private final ArrayDeque<Long> deathsNanos = new ArrayDeque<>();
  private int inARow;
  private long spread;

  RestartBudget(PoolPolicy.Restart policy) {
    this.policy = policy;
  }

  /// A worker died before it finished a task.
  void diedEarly(long atNanos) {
    deathsNanos.addLast(atNanos);
    inARow++;
    spread = mixed(atNanos + inARow);
    while (deathsNanos.peekFirst() < atNanos - policy.withinNanos()) {
      deathsNanos.removeFirst();
    }
  }

  /// Starting a worker is known to work.
  void proved() {
    deathsNanos.clear();
    inARow = 0;
  }

  /// Whether one death too many fell into the period.
  boolean isSpent() {
    return deathsNanos.size() > policy.most();
  }

  /// The deaths within the period.
  int deaths() {
    return deathsNanos.size();
  }

  /// How long the next replacement must wait: nothing after the first death in a row, then between
  /// the first wait and twice that, both doubled from death to death, never beyond the longest.
  ///
  /// The place between the two bounds comes from the nanosecond of the last death: pools that lost
  /// their workers for the same reason at the same time do not start them all at the same time
  /// again, and the core stays without chance. The shape is the "equal jitter" of Marc Brooker,
  /// "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
  long delayNanos() {
    if (inARow < 2) {
      return 0;
    }
    long upper = doubled(inARow - 1);
    long lower = Math.max(policy.backoffFirstNanos(), upper / 2);
    return lower + Math.floorMod(spread, upper - lower + 1);
  }

  private long doubled(int times) {
    long first = policy.backoffFirstNanos();
    int doublings = Math.min(times, 62);
    boolean tooLarge = first > (policy.backoffMostNanos() >> doublings);
    return tooLarge ? policy.backoffMostNanos() : first << doublings;
  }

  /// The finisher of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
  /// generators", OOPSLA 2014): every bit of the argument changes about half of the result's.
  private static long mixed(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
