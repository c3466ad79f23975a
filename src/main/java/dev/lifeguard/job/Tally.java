package dev.lifeguard.job;

/// Counts of what happened to workers and attempts, for reports. Owned by a [JobModel].
final class Tally {
  private int died;
  private int recycled;
  private int hung;
  private int interrupted;

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

  int interruptedAttempts() {
    return interrupted;
  }
}
