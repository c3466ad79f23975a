package dev.lifeguard.job;

/// What a worker does. `starting → idle ⇄ busy → stopping → dead`, and what the operating system
/// says on the way.
public enum WorkerState {
  /// Its process is being started or imports its code.
  STARTING,
  /// Waits for a task.
  IDLE,
  /// Runs a task.
  BUSY,
  /// Was asked to end.
  STOPPING,
  /// Its process is gone.
  DEAD,
  /// Makes no progress in its task.
  HUNG,
  /// Stopped by a signal.
  SUSPENDED,
  /// Waits for a device and cannot be killed.
  UNINTERRUPTIBLE,
  /// Got SIGKILL and is still there after the grace time.
  UNKILLABLE
}
