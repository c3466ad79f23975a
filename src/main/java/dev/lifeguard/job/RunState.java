package dev.lifeguard.job;

/// What the operating system says that a process does.
public enum RunState {
  /// Runs or could run.
  RUNNING,
  /// Waits and can be woken.
  SLEEPING,
  /// Waits for a device and cannot even be killed meanwhile.
  UNINTERRUPTIBLE,
  /// Stopped by a signal (SIGSTOP) or a debugger.
  STOPPED,
  /// Has ended and waits to be reaped.
  ZOMBIE,
  /// Could not be read.
  UNKNOWN
}
