package dev.lifeguard.job;

/// Counts of what happened to workers and attempts, for reports. Owned by a [JobModel].
// Ordinals index the array of one running program and are never written anywhere.
@SuppressWarnings("EnumOrdinal")
final class Tally {
  private int died;
  private int recycled;
  private int hung;
  private int interrupted;
  private int replacements;
  private final int[] attempts = new int[AttemptOutcome.values().length];

  /// A worker starts in the place of another one.
  void replaced() {
    replacements++;
  }

  /// An attempt has ended.
  void attempted(AttemptOutcome outcome) {
    attempts[outcome.ordinal()]++;
  }

  /// A task has ended, and with it an attempt if one was under way.
  void ended(TaskState before, TaskOutcome outcome) {
    if (before == TaskState.RUNNING) {
      attempted(AttemptOutcome.of(outcome));
    }
  }

  void died(Worker worker) {
    died++;
    left(worker);
  }

  /// A worker ended as wanted.
  void ended(Worker worker) {
    if (worker.stopReason().filter(StopReason::isRecycling).isPresent()) {
      recycled++;
    }
    left(worker);
  }

  /// A worker is gone with its supervisor.
  void vanished(Worker worker) {
    left(worker);
  }

  private void left(Worker worker) {
    if (worker.hang().isPresent()) {
      hung--;
    }
  }

  void hung(Worker worker) {
    if (worker.hang().isEmpty()) {
      hung++;
    }
  }

  void moved(Worker worker) {
    left(worker);
  }

  void interrupted() {
    interrupted++;
  }

  int diedWorkers() {
    return died;
  }

  int recycledWorkers() {
    return recycled;
  }

  int hungWorkers() {
    return hung;
  }

  int replacements() {
    return replacements;
  }

  int attempts(AttemptOutcome outcome) {
    return attempts[outcome.ordinal()];
  }

  int interruptedAttempts() {
    return interrupted;
  }
}
