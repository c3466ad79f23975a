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

  RestartBudget(PoolPolicy.Restart policy) {
    this.policy = policy;
  }

  /// A worker died before it finished a task.
  void diedEarly(long atNanos) {
    deathsNanos.addLast(atNanos);
    inARow++;
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

  /// How long the next replacement must wait: nothing after the first death in a row, then the
  /// first wait, doubled from death to death up to the longest.
  long delayNanos() {
    if (inARow < 2) {
      return 0;
    }
    int doublings = Math.min(inARow - 2, 62);
    long first = policy.backoffFirstNanos();
    boolean tooLarge = first > (policy.backoffMostNanos() >> doublings);
    return tooLarge ? policy.backoffMostNanos() : first << doublings;
  }
}
