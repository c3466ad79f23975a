package dev.lifeguard.gui.timeline;

/// What a bar of a lane stands for.
enum BarKind {
  /// The worker came up; no attempt.
  STARTING(false),
  /// The attempt is under way.
  RUNNING(false),
  /// It ended with a result.
  DONE(true),
  /// The function raised.
  FAILED(true),
  /// It ran out of time, and the worker lives.
  TIMED_OUT(true),
  /// A user or the end of the job took it back.
  CANCELLED(true),
  /// It died with its worker, or the worker never came up.
  LOST(false);

  private final boolean mergeable;

  BarKind(boolean mergeable) {
    this.mergeable = mergeable;
  }

  /// Whether neighbours of this kind become one bar when there are too many of them.
  boolean isMergeable() {
    return mergeable;
  }
}
