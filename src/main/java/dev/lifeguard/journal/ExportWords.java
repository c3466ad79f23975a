package dev.lifeguard.journal;

import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerState;

/// The words of an export that no journal has.
final class ExportWords {
  static final Words<TaskState> TASK = new Words<>(TaskState.class);
  static final Words<WorkerState> WORKER = new Words<>(WorkerState.class);

  private ExportWords() {}
}
