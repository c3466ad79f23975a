package dev.lifeguard.job;

/// Why a worker is asked to end.
public enum StopReason {
  /// Every task has ended.
  NO_MORE_TASKS,
  /// The pool ends early.
  SHUTDOWN,
  /// A user wants a fresh process in its place.
  RESTART
}
