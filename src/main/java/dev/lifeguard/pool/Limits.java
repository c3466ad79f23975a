package dev.lifeguard.pool;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Holds attempts to their limits: the soft and the hard time limit, standing still, and memory
/// where Lifeguard itself has to enforce it. Of two that come at the same time the hard time limit
/// goes first; a worker that is killed already is not judged again.
class Limits {
  /// How long a task may go on after its soft limit until it is told again; twice as long each time
  /// after that. A signal can be missed: Python looks for signals between two instructions of its
  /// own, and one that comes after the last look and before the system call of `time.sleep` is only
  /// heard when the sleep is over. A task that caught the exception hears no second one.
  static final long REMINDER_NANOS = 250_000_000L;

  private static final double SECOND_NANOS = 1e9;

  private final Pool pool;
  private final PoolPolicy policy;

  Limits(Pool pool, PoolPolicy policy) {
    this.pool = pool;
    this.policy = policy;
  }

  /// An attempt has begun.
  void begun(Member member) {
    policy
        .times()
        .taskNanos()
        .ifPresent(limit -> {
          member.taskDeadline = pool.now() + limit;
          pool.crew().expect(member.taskDeadline);
        });
    policy
        .times()
        .softNanos()
        .ifPresent(limit -> {
          member.softDeadline = pool.now() + limit;
          pool.crew().expect(member.softDeadline);
        });
  }

  /// Acts on the time limits that are over.
  void passDeadlines(Member member) {
    if (member.exit.isPresent()) {
      // It is gone already, and its time was not what ended it.
      member.taskDeadline = Member.NEVER;
      member.softDeadline = Member.NEVER;
    } else if (member.taskDeadline <= pool.now()) {
      member.taskDeadline = Member.NEVER;
      member.softDeadline = Member.NEVER;
      kill(member, Member.Rule.TASK_TIME, "task " + member.task + " ran into its time limit");
    } else if (member.softDeadline <= pool.now()) {
      member.softDeadline = Member.NEVER;
      if (!member.isKilled() && !member.isLeaving()) {
        interrupt(member);
      }
    }
  }

  private void interrupt(Member member) {
    if (member.interrupts == 0) {
      pool.publish(
          new PoolEvent.TaskInterrupted(pool.now(), member.task, member.attempt, member.worker));
    }
    pool.order(new Effect.Interrupt(member.worker, member.task, member.attempt));
    remindLater(member);
    member.interrupts++;
  }

  /// Has the task told again, should it still run by then.
  void remindLater(Member member) {
    member.softDeadline = pool.now() + (REMINDER_NANOS << Math.min(member.interrupts, 20));
    pool.crew().expect(member.softDeadline);
  }

  private void kill(Member member, Member.Rule rule, String reason) {
    if (!member.isKilled()) {
      member.rule = rule;
      member.ruleReason = reason;
      pool.ladder().kill(member, reason);
    }
  }

  /// Whether this failure is the exception that the soft limit raised in the task.
  boolean isSoftTimeout(Member member, TaskAnswer.Failure failure) {
    return member.interrupts > 0 && failure.type().equals("SoftTimeout");
  }

  /// Whether this failure means that the kernel refused the worker more memory than the limit.
  boolean isMemoryLimit(TaskAnswer.Failure failure) {
    return policy.memory().means().refuses() && failure.type().equals("MemoryError");
  }

  void overMemory(Member member, Input.OverMemory e) {
    passDeadlines(member);
    boolean thisOne = pool.model().worker(member.worker).process().equals(Optional.of(e.process()));
    if (policy.memory().means() != MemoryMeans.SAMPLER || member.isLeaving() || !thisOne) {
      return;
    }
    kill(
        member,
        Member.Rule.MEMORY,
        "memory limit "
            + ByteSize.text(policy.memory().limitBytes().orElseThrow())
            + " exceeded: "
            + ByteSize.text(e.residentBytes())
            + " resident, measured by Lifeguard");
  }

  void looked(Member member, Input.Looked e) {
    passDeadlines(member);
    if (member.isKilled() || member.isLeaving()) {
      return;
    }
    switch (e.progress()) {
      case MOVING, WAITING -> moved(member);
      case STUCK -> stuck(member, e);
    }
  }

  /// The worker does something, so it is not hung.
  void moved(Member member) {
    OptionalInt hang = pool.model().worker(member.worker).hang();
    if (hang.isPresent()) {
      pool.publish(new PoolEvent.WorkerMoved(pool.now(), member.worker, hang.getAsInt()));
    }
  }

  /// What it did before this attempt does not count.
  long standsStillSince(Member member, long seenNanos) {
    return Math.max(seenNanos, member.task == 0 ? member.startedNanos : member.begunNanos);
  }

  private void stuck(Member member, Input.Looked e) {
    boolean idle = member.ready && member.task == 0;
    if (idle || pool.model().worker(member.worker).hang().isPresent()) {
      return;
    }
    long since = standsStillSince(member, e.sinceNanos());
    if (pool.now() - since < policy.hang().afterNanos().orElse(Long.MAX_VALUE)) {
      return;
    }
    pool.publish(
        new PoolEvent.WorkerHung(
            pool.now(),
            pool.model().incidents().size() + 1,
            member.worker,
            member.task == 0 ? OptionalInt.empty() : OptionalInt.of(member.task),
            member.attempt(),
            since,
            e.words(),
            e.evidence()));
    if (policy.hang().kill()) {
      String time = String.format(Locale.ROOT, "%.1f s", (pool.now() - since) / SECOND_NANOS);
      kill(member, Member.Rule.HANG, "no progress for " + time + ": it " + e.words());
    }
  }
}
