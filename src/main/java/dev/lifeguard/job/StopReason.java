package dev.lifeguard.job;

/// Why a worker is asked to end.
public enum StopReason {
  /// Every task has ended.
  NO_MORE_TASKS,
  /// The pool ends early.
  SHUTDOWN,
  /// A user wants a fresh process in its place.
  RESTART,
  /// It has run as many tasks as one process may.
  TASK_COUNT,
  /// It holds more memory than a process may that is to go on.
  MEMORY,
  /// The pool is to have fewer workers.
  FEWER_WORKERS;

  /// Whether a healthy worker ends for this reason so that a fresh one takes its place.
  public boolean isRecycling() {
    return switch (this) {
      case RESTART, TASK_COUNT, MEMORY -> true;
      case NO_MORE_TASKS, SHUTDOWN, FEWER_WORKERS -> false;
    };
  }
}
