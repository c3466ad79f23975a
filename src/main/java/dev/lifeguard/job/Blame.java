package dev.lifeguard.job;

/// Whether a lost attempt counts against its task.
public enum Blame {
  /// The task may have caused the death: a signal, an exit, out of memory, a hang, a broken
  /// message.
  TASK,
  /// The task had nothing to do with it: an operator's kill, a shutdown.
  OTHERS
}
