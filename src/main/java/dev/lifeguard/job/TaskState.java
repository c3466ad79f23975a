package dev.lifeguard.job;

/// Where a task is: `queued → running → ` exactly one of the final states, always.
public enum TaskState {
  /// Waits for a worker.
  QUEUED,
  /// In a worker's hands.
  RUNNING,
  /// Ended with a result.
  DONE,
  /// Ended with an exception.
  FAILED,
  /// Ended by its time limit.
  TIMED_OUT,
  /// Ended because it killed its workers.
  QUARANTINED,
  /// Taken back while it ran or waited.
  CANCELLED,
  /// Never got its turn: the pool ended first.
  NOT_RUN;

  /// Whether no event can change this state any more.
  public boolean isFinal() {
    return this != QUEUED && this != RUNNING;
  }
}
