package dev.lifeguard.pool;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;

/// A worker's process in the simulated world: the truth that the pool has to find out.
final class SimulatedProcess {
  final int worker;
  final ProcessIdentity identity;
  boolean stubborn;
  boolean unkillable;
  boolean pipeHeldByGrandchild;
  boolean hung;
  boolean pipeClosed;
  boolean released;
  int task;
  int attempt;

  /// How it really ended.
  Optional<ExitStatus> death = Optional.empty();

  /// Which side sent the signal that really ended it: `ours`, `outside` or nothing.
  String killer = "";

  /// When the last thing that it wrote will have been read; the end of the pipe comes after it.
  long pipeReadUntil;

  SimulatedProcess(int worker, ProcessIdentity identity) {
    this.worker = worker;
    this.identity = identity;
  }

  boolean isAlive() {
    return death.isEmpty();
  }
}
