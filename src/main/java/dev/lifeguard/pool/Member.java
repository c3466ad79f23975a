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

  /// The rule of the job for which it was killed because of what it does now: decides what its
  /// death means for the task in its hands.
  enum Rule {
    /// None.
    NONE,
    /// Its attempt ran into the hard time limit.
    TASK_TIME,
    /// It made no progress.
    HANG,
    /// It had more memory than the limit.
    MEMORY
  }

  /// Whether a task that was sent ahead can be had back.
  enum Claim {
    /// Nobody asked.
    NONE,
    /// The order to take it back is under way; until its answer nobody knows who has the task.
    ASKED,
    /// The worker has it already.
    REFUSED
  }

  /// A task that waits in the worker's pipe, or with its slot, behind the one that runs.
  static final class Ahead {
    final Backlog.Next next;
    final int attempt;
    final long handedNanos;
    Claim claim = Claim.NONE;
    boolean cancelled;

    Ahead(Backlog.Next next, int attempt, long handedNanos) {
      this.next = next;
      this.attempt = attempt;
      this.handedNanos = handedNanos;
    }
  }

  final int worker;

  /// Whether each attempt is a process of its own.
  final boolean slot;

  /// When it was decided to start it.
  final long startedNanos;

  boolean ready;
  int task;
  int attempt;

  /// When the task was handed over. What a worker dies of after that, the task can have caused.
  long handedNanos;

  /// When the attempt began: when it was handed over, or when the one before it was answered.
  long begunNanos;

  Optional<Ahead> ahead = Optional.empty();
  int answered;

  /// How long its last attempts took, a moving average.
  long averageNanos;

  boolean saidBye;
  boolean stopAsked;
  boolean outlivedPipe;
  boolean spawnFailed;
  boolean buried;

  /// Whether a user took back the task in its hands.
  boolean cancelled;

  /// How often the task was told that the soft limit of its attempt is over.
  int interrupts;

  Rule rule = Rule.NONE;

  /// What was put on record for the signal that the rule sent.
  String ruleReason = "";

  Ending ending = Ending.NONE;

  /// How it was asked to end in order: `NONE`, `AFTER_TASK` or `ASKED`.
  Ending asked = Ending.NONE;

  String offence = "";
  String startWords = "";
  Optional<ExitStatus> exit = Optional.empty();
  Optional<Input.Known> known = Optional.empty();
  OptionalLong exitSeenNanos = OptionalLong.empty();
  OptionalLong outputClosedNanos = OptionalLong.empty();

  /// When the current step of ending it has lasted long enough.
  long endingDeadline = NEVER;

  /// When its leaving is decided although only one of the two signs was seen.
  long leavingDeadline = NEVER;

  /// When its task has run long enough.
  long taskDeadline = NEVER;

  /// When its task is told, or told again, that it should come to an end.
  long softDeadline = NEVER;

  /// When the task that was sent ahead has waited long enough.
  long aheadDeadline = NEVER;

  Member(int worker, boolean slot, long startedNanos) {
    this.worker = worker;
    this.slot = slot;
    this.startedNanos = startedNanos;
  }

  /// Whether one sign of its end was seen.
  boolean isLeaving() {
    return exit.isPresent() || outputClosedNanos.isPresent();
  }

  /// Whether the end of the worker was seen before a task was handed over: several facts of one
  /// moment are decided one after the other, and the second can be older than what the first led
  /// to.
  boolean wasGoneBefore(long handedNanos) {
    long firstSign =
        Math.min(exitSeenNanos.orElse(Long.MAX_VALUE), outputClosedNanos.orElse(Long.MAX_VALUE));
    return firstSign <= handedNanos;
  }

  /// Whether it has had its chance to end in order: the grace time runs or is over.
  boolean isOnItsWayOut() {
    return switch (ending) {
      case NONE, AFTER_TASK -> false;
      case ASKED, TERMINATED, KILLED, UNKILLABLE -> true;
    };
  }

  /// Whether SIGKILL is on its way, or was in vain.
  boolean isKilled() {
    return ending == Ending.KILLED || ending == Ending.UNKILLABLE;
  }

  /// Whether a task is in its hands, or may be.
  boolean hasWork() {
    return task != 0 || ahead.isPresent();
  }

  /// Whether nothing speaks against its going on.
  boolean isSound() {
    return ready
        && ending == Ending.NONE
        && !saidBye
        && !isLeaving()
        && !buried
        && offence.isEmpty();
  }

  /// Whether it can take a task.
  boolean isFree() {
    return !hasWork() && isSound();
  }

  /// The number of the attempt in its hands, 0 without a task.
  int attempt() {
    return task == 0 ? 0 : attempt;
  }

  /// Whether it was this rule's signal, with this reason on record, that ended it.
  boolean diedByRule(Rule wanted, String reason) {
    return rule == wanted && rule != Rule.NONE && ruleReason.equals(reason);
  }

  /// An attempt is in its hands from now on.
  void begins(int task, int attempt, long handedNanos, long nowNanos) {
    this.task = task;
    this.attempt = attempt;
    this.handedNanos = handedNanos;
    begunNanos = nowNanos;
  }

  /// Its attempt was answered, and what was meant for that attempt means nothing any more.
  void attemptEnded(long nowNanos) {
    long took = nowNanos - begunNanos;
    averageNanos =
        answered == 0 ? took : averageNanos + (took - averageNanos) / Dispatch.AVERAGE_OF;
    answered++;
    task = 0;
    cancelled = false;
    interrupts = 0;
    rule = Rule.NONE;
    taskDeadline = NEVER;
    softDeadline = NEVER;
  }

  long nextDeadline() {
    long ofTask = Math.min(Math.min(taskDeadline, softDeadline), aheadDeadline);
    return Math.min(Math.min(endingDeadline, leavingDeadline), ofTask);
  }
}
