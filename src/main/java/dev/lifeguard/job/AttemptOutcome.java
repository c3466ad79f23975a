package dev.lifeguard.job;

/// How one attempt at a task ended.
public enum AttemptOutcome {
  /// With a result.
  DONE,
  /// With an exception.
  FAILED,
  /// It ran longer than its limit.
  TIMED_OUT,
  /// Its worker died, or the memory limit refused it more.
  LOST,
  /// It was taken back while it ran.
  CANCELLED;

  /// What the last attempt was when its task ended like this.
  static AttemptOutcome of(TaskOutcome outcome) {
    return switch (outcome) {
      case DONE -> DONE;
      case FAILED -> FAILED;
      case TIMED_OUT -> TIMED_OUT;
      case QUARANTINED -> LOST;
      case CANCELLED -> CANCELLED;
    };
  }
}
