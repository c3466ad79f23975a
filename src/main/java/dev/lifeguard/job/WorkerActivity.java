package dev.lifeguard.job;

/// What a worker of a foreign pool does, judged by what its main thread is blocked in.
public enum WorkerActivity {
  /// It starts: it has not yet read anything, so that it has no task.
  STARTING,
  /// It waits for a task.
  IDLE,
  /// It runs a task, which cannot be seen itself.
  BUSY,
  /// It waits without a deadline in its task, and nothing moves.
  BLOCKED
}
