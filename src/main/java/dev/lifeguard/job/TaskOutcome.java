package dev.lifeguard.job;

/// How a task ended.
public enum TaskOutcome {
  /// The function returned a result.
  DONE(TaskState.DONE),
  /// The function raised an exception, and no retry was left.
  FAILED(TaskState.FAILED),
  /// The attempt ran longer than its limit, and no retry was left.
  TIMED_OUT(TaskState.TIMED_OUT),
  /// The task's attempts killed their workers too often.
  QUARANTINED(TaskState.QUARANTINED),
  /// It was running when the pool was told to end at the first failure, or a user took it back.
  CANCELLED(TaskState.CANCELLED);

  private final TaskState state;

  TaskOutcome(TaskState state) {
    this.state = state;
  }

  /// The final state that belongs to this outcome.
  public TaskState state() {
    return state;
  }
}
