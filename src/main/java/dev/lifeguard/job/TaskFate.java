package dev.lifeguard.job;

/// What an incident meant for the task that was in the worker's hands.
public sealed interface TaskFate {
  /// There was none.
  record NoTask() implements TaskFate {}

  /// The worker lives, and the task is still in its hands.
  record StillRuns() implements TaskFate {}

  /// Not decided yet.
  record Undecided() implements TaskFate {}

  /// It went back to the queue.
  ///
  /// @param nextAttempt the number that its next attempt will have
  record Requeued(int nextAttempt) implements TaskFate {}

  /// It ended with this incident.
  record Ended(TaskOutcome outcome) implements TaskFate {}

  /// The worker came through this incident and died in a later one, which tells the rest.
  record LostLater(int incident) implements TaskFate {}

  /// The pool is somebody else's, and its tasks cannot be seen.
  ///
  /// @param words what such a pool does with a task in this case, a sentence without its end
  record Unseen(String words) implements TaskFate {}

  /// The pool ended before it could be run again.
  record NotRun() implements TaskFate {}
}
