package dev.lifeguard.pool;

/// Whether a worker moves, as far as the operating system shows it.
public enum Progress {
  /// It computes, reads or writes, or a descendant does.
  MOVING,
  /// It stands still for a good reason: a timed sleep, a living child, a network socket, a signal
  /// that suspended it, a device.
  WAITING,
  /// The thread that runs the task waits without a deadline on a lock, a pipe or a futex, and
  /// neither the worker nor a descendant does anything.
  STUCK
}
