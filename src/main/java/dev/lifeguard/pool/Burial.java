package dev.lifeguard.pool;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.Worker;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Decides about a worker that is gone: was it wanted, what was the cause, what becomes of its
/// task, and does its end count against the restart budget.
final class Burial {
  private final Pool pool;
  private final PoolPolicy policy;
  private final DeathRules rules;

  Burial(Pool pool, PoolPolicy policy, DeathRules rules) {
    this.pool = pool;
    this.policy = policy;
    this.rules = rules;
  }

  /// The operating system told that it has ended.
  void exited(Member member, Input.Exited e) {
    member.exit = Optional.of(e.status());
    member.exitSeenNanos = OptionalLong.of(e.seenNanos());
    member.known = e.known();
    sawSign(member, member.outputClosedNanos.isPresent());
  }

  /// Its pipe came to the end.
  void outputClosed(Member member, long seenNanos) {
    member.outputClosedNanos = OptionalLong.of(seenNanos);
    sawSign(member, member.exit.isPresent());
  }

  private void sawSign(Member member, boolean both) {
    if (both) {
      bury(member);
    } else {
      member.leavingDeadline = pool.now() + Pool.SECOND_SIGN_NANOS;
      pool.crew().expect(member.leavingDeadline);
    }
  }

  /// Only one sign of its end came, and the time for the second is over.
  void waitedLongEnough(Member member) {
    boolean livesOn = member.exit.isEmpty() && !member.outlivedPipe;
    if (!livesOn) {
      bury(member);
      return;
    }
    // It closed its pipe and runs on. Nothing that it does can reach us any more, and its task must
    // not run twice at once: it has to go before the task is given to another.
    member.outlivedPipe = true;
    if (!member.saidBye && member.offence.isEmpty()) {
      member.offence = "it closed its protocol pipe and did not exit";
    }
    member.leavingDeadline = pool.now() + Pool.SECOND_SIGN_NANOS;
    pool.crew().expect(member.leavingDeadline);
    pool.ladder().kill(member, "its protocol pipe is closed and it has not exited");
  }

  void bury(Member member) {
    member.buried = true;
    pool.crew().remove(member);
    pool.dispatch().settle(member);
    Worker worker = pool.model().worker(member.worker);
    ExitStatus status = member.exit.orElse(new ExitStatus.Unknown());
    // Whoever was hung when we ended it has not gone as it was asked to.
    boolean hung = worker.hang().isPresent() && !member.saidBye;
    if (!hung && isWanted(worker, member, status)) {
      pool.publish(new PoolEvent.WorkerEnded(pool.now(), member.worker, status));
      if (member.task != 0) {
        putBackUnblamed(member);
      }
    } else {
      died(worker, member, status);
    }
    pool.order(new Effect.Release(member.worker));
    pool.recruiting().left(member.worker);
  }

  private boolean isWanted(Worker worker, Member member, ExitStatus status) {
    Optional<PoolEvent.WorkerSignalling> intent = rules.intent(worker, member, status, pool.now());
    boolean byRule = intent.isPresent() && member.diedByRule(member.rule, intent.get().reason());
    boolean asked = member.stopAsked && member.offence.isEmpty() && !byRule;
    // Between two tasks an exit is what it was asked for. With a task open it is not: a worker
    // answers the stop message after its task, so the task ended it.
    boolean leftFreely = member.task == 0 && member.isOnItsWayOut() && !isViolent(status);
    return asked && (member.saidBye || leftFreely || intent.isPresent());
  }

  private static boolean isViolent(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Signalled _ -> true;
      case ExitStatus.Windows(int code) -> WindowsCode.isCrash(code);
      case ExitStatus.Exited _, ExitStatus.Ambiguous _, ExitStatus.Unknown _ -> false;
    };
  }

  private void died(Worker worker, Member member, ExitStatus status) {
    DeathCause cause = rules.cause(worker, member, status, pool.now());
    // The death of a hung worker belongs to the incident of its hang, whatever it died of.
    int incident = worker.hang().orElse(pool.model().incidents().size() + 1);
    pool.publish(
        new PoolEvent.WorkerDied(
            pool.now(),
            incident,
            member.worker,
            status,
            member.exitSeenNanos,
            member.outputClosedNanos,
            member.task == 0 ? OptionalInt.empty() : OptionalInt.of(member.task),
            member.attempt(),
            cause,
            rules.evidence(worker, member, status, HostSystem.of(pool.model()))));
    pool.collectEvidence(incident, member.worker);
    if (member.task != 0) {
      decideTask(member, cause, incident);
    }
    boolean early = member.answered == 0 && !isOurs(member, cause);
    if (early || member.spawnFailed) {
      pool.recruiting().diedEarly(member, cause);
    } else if (member.answered > 0) {
      pool.recruiting().proved();
    }
  }

  /// Whether we ended the worker for reasons that have nothing to do with it or its task.
  private static boolean isOurs(Member member, DeathCause cause) {
    return cause.kind() == CauseKind.OPERATOR
        || (cause.kind() == CauseKind.POLICY
            && !member.diedByRule(Member.Rule.MEMORY, cause.reason()));
  }

  private void decideTask(Member member, DeathCause cause, int incident) {
    int task = member.task;
    boolean timedOut =
        cause.kind() == CauseKind.POLICY
            && member.diedByRule(Member.Rule.TASK_TIME, cause.reason());
    boolean innocent =
        isOurs(member, cause) || member.spawnFailed || member.wasGoneBefore(member.handedNanos);
    if (member.cancelled || (pool.cancelsRunning() && !timedOut)) {
      pool.cancelled(task, OptionalInt.of(member.worker), new TaskAnswer.Lost(incident));
    } else if (timedOut) {
      timedOut(member, incident);
    } else if (innocent) {
      putBack(member, Blame.OTHERS);
    } else if (pool.model().blamedLosses(task) + 1 >= policy.retry().deathsAllowed()) {
      pool.endTask(
          task,
          TaskOutcome.QUARANTINED,
          OptionalInt.of(member.worker),
          new TaskAnswer.Lost(incident));
    } else {
      putBack(member, Blame.TASK);
    }
  }

  private void timedOut(Member member, int incident) {
    int task = member.task;
    var answer = new TaskAnswer.Lost(incident);
    if (pool.model().retries(task, TaskOutcome.TIMED_OUT) < policy.retry().timedOut()
        && pool.isRunning()) {
      pool.publish(
          new PoolEvent.TaskRetried(
              pool.now(), task, member.attempt, member.worker, TaskOutcome.TIMED_OUT, answer));
      pool.backlog().putTail(task);
    } else {
      pool.endTask(task, TaskOutcome.TIMED_OUT, OptionalInt.of(member.worker), answer);
    }
  }

  private void putBackUnblamed(Member member) {
    if (member.cancelled || pool.cancelsRunning()) {
      pool.cancelled(member.task, OptionalInt.of(member.worker), new TaskAnswer.None());
    } else {
      putBack(member, Blame.OTHERS);
    }
  }

  private void putBack(Member member, Blame blame) {
    pool.publish(new PoolEvent.TaskRequeued(pool.now(), member.task, member.attempt, blame));
    pool.backlog().putHead(member.task);
  }
}
