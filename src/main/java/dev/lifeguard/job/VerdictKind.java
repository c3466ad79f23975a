package dev.lifeguard.job;

/// What attaching may conclude about a pool that somebody else started.
public enum VerdictKind {
  /// Work is being done.
  HEALTHY,
  /// Every worker waits for a task.
  IDLE,
  /// A signal has stopped the manager or its workers.
  SUSPENDED,
  /// A worker died with its task, which nobody will run again: the caller waits for ever.
  LOST_TASK,
  /// A worker died with the lock of the queue in its hands: no task reaches anybody any more.
  LOCK_HELD_BY_DEAD_WORKER,
  /// The pool has noticed a death and refuses all work from now on.
  BROKEN_POOL,
  /// Everybody waits without a deadline and nothing moves.
  STALLED,
  /// Workers die as fast as they are replaced.
  CRASH_LOOP,
  /// The manager has ended.
  ENDED,
  /// Too little can be seen.
  UNKNOWN;

  /// Whether the job will not go on by itself.
  public boolean isTrouble() {
    return switch (this) {
      case LOST_TASK, LOCK_HELD_BY_DEAD_WORKER, BROKEN_POOL, STALLED, CRASH_LOOP -> true;
      case HEALTHY, IDLE, SUSPENDED, ENDED, UNKNOWN -> false;
    };
  }
}
