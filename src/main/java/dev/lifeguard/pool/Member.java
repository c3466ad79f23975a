package dev.lifeguard.pool;

import dev.lifeguard.job.ExitStatus;
import java.util.Optional;
import java.util.OptionalLong;

/// What the pool remembers of a living worker beside the published model: what it has heard of its
/// end so far, and what it waits for. Owned by the [Pool].
final class Member {
  /// No deadline.
  static final long NEVER = Long.MAX_VALUE;

  /// How far the pool has gone in ending this worker.
  enum Ending {
    /// It may live.
    NONE,
    /// It is to end after its current task; there is no hurry.
    AFTER_TASK,
    /// It got the stop message and its grace time runs.
    ASKED,
    /// It got SIGTERM.
    TERMINATED,
    /// It got SIGKILL.
    KILLED,
    /// SIGKILL did not help.
    UNKILLABLE
  }

  final int worker;
  boolean ready;
  int task;
  int attempt;

  /// When the task was handed over.
  long taskGivenNanos;

  int answered;
  boolean saidBye;
  boolean timedOut;
  boolean stopAsked;
  boolean outlivedPipe;
  Ending ending = Ending.NONE;
  String offence = "";
  String startWords = "";
  Optional<ExitStatus> exit = Optional.empty();
  OptionalLong exitSeenNanos = OptionalLong.empty();
  OptionalLong outputClosedNanos = OptionalLong.empty();

  /// When the current step of ending it has lasted long enough.
  long endingDeadline = NEVER;

  /// When its leaving is decided although only one of the two signs was seen.
  long leavingDeadline = NEVER;

  /// When its task has run long enough.
  long taskDeadline = NEVER;

  Member(int worker) {
    this.worker = worker;
  }

  /// Whether one sign of its end was seen.
  boolean isLeaving() {
    return exit.isPresent() || outputClosedNanos.isPresent();
  }

  /// Whether the end of the worker was seen before the task was handed over: several facts of one
  /// moment are decided one after the other, and the second can be older than what the first led
  /// to.
  boolean wasGoneBeforeItsTask() {
    long firstSign =
        Math.min(exitSeenNanos.orElse(Long.MAX_VALUE), outputClosedNanos.orElse(Long.MAX_VALUE));
    return firstSign <= taskGivenNanos;
  }

  /// Whether it has had its chance to end in order: the grace time runs or is over.
  boolean isOnItsWayOut() {
    return switch (ending) {
      case NONE, AFTER_TASK -> false;
      case ASKED, TERMINATED, KILLED, UNKILLABLE -> true;
    };
  }

  /// Whether it can take a task.
  boolean isFree() {
    return ready
        && task == 0
        && ending == Ending.NONE
        && !saidBye
        && !isLeaving()
        && offence.isEmpty();
  }

  /// The number of the attempt in its hands, 0 without a task.
  int attempt() {
    return task == 0 ? 0 : attempt;
  }

  long nextDeadline() {
    return Math.min(endingDeadline, Math.min(leavingDeadline, taskDeadline));
  }
}
