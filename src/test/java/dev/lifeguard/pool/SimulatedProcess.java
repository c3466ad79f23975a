package dev.lifeguard.pool;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;

/// A worker's process in the simulated world: the truth that the pool has to find out.
final class SimulatedProcess {
  /// The killer of those that the kernel has killed for lack of memory.
  static final String KERNEL = "kernel";

  static final Input.Known OUT_OF_MEMORY =
      new Input.Known(
          new DeathCause(
              CauseKind.KERNEL_OOM,
              OptionalInt.of(9),
              OptionalInt.empty(),
              "its own limit",
              Certainty.CERTAIN),
          new Evidence("own cgroup", "killed", 1));

  final int worker;
  final ProcessIdentity identity;
  boolean stubborn;
  boolean unkillable;
  boolean pipeHeldByGrandchild;
  boolean pipeClosed;
  boolean released;
  int task;
  int attempt;

  /// Whether its task has caught the exception of its soft limit and goes on.
  boolean hasCaught;

  /// The tasks that were sent to it and that it has not begun, oldest first.
  final ArrayDeque<Frame> pipe = new ArrayDeque<>();

  /// Since when it stands still; -1 while it moves.
  long hungNanos = -1;

  /// How it really ended.
  Optional<ExitStatus> death = Optional.empty();

  /// Which side sent the signal that really ended it: `ours`, `outside`, [#KERNEL] or nothing.
  String killer = "";

  /// When the pool hears that it exists; its end is told after that.
  long toldNanos;

  /// When the last thing that it wrote will have been read; the end of the pipe comes after it.
  long pipeReadUntil;

  /// A task on its way to a worker.
  record Frame(int task, int attempt) {}

  SimulatedProcess(int worker, ProcessIdentity identity) {
    this.worker = worker;
    this.identity = identity;
  }

  boolean isAlive() {
    return death.isEmpty();
  }

  /// Whether this task is in its hands or will be.
  boolean has(int wanted) {
    return task == wanted || pipe.stream().anyMatch(frame -> frame.task() == wanted);
  }
}
