package dev.lifeguard.probe.windows;

import java.util.Optional;

/// What a job tells through its completion port (`winnt.h`, `JOB_OBJECT_MSG_…`). The system
/// promises to deliver none of these, so each is a hint and none is a fact that something did not
/// happen.
enum JobMessage {
  /// Nobody is left in it.
  EMPTY(4),
  /// Somebody has come.
  NEW_PROCESS(6),
  /// Somebody has ended.
  EXIT(7),
  /// Somebody has ended by a fault.
  ABNORMAL_EXIT(8),
  /// Somebody was refused memory for the limit of a process.
  PROCESS_MEMORY_LIMIT(9),
  /// Somebody was refused memory for the limit of the job.
  JOB_MEMORY_LIMIT(10);

  private final int number;

  JobMessage(int number) {
    this.number = number;
  }

  /// Its number.
  int number() {
    return number;
  }

  /// The message of this number; empty for one that is not of interest.
  static Optional<JobMessage> of(int number) {
    for (JobMessage each : values()) {
      if (each.number == number) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  /// Whether memory was refused.
  boolean isRefusal() {
    return this == PROCESS_MEMORY_LIMIT || this == JOB_MEMORY_LIMIT;
  }
}
