package dev.lifeguard.job;

/// How a whole job ended.
public enum JobEnd {
  /// Every task has ended.
  FINISHED,
  /// It was stopped before that.
  STOPPED,
  /// Its workers could not be kept alive.
  GAVE_UP
}
