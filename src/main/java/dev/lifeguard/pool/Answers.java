package dev.lifeguard.pool;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.OptionalInt;

/// Takes the answers of living workers to their tasks, and decides which of them are tried again.
final class Answers {
  private final Pool pool;
  private final PoolPolicy policy;
  private final Limits limits;
  private final Dispatch dispatch;

  Answers(Pool pool, PoolPolicy policy, Limits limits, Dispatch dispatch) {
    this.pool = pool;
    this.policy = policy;
    this.limits = limits;
    this.dispatch = dispatch;
  }

  void result(Member member, Input.Result e) {
    if (!dispatch.isInHands(member, e.task(), e.attempt())) {
      pool.violated(member, "an answer for task " + e.task() + ", which is not in its hands");
      return;
    }
    limits.moved(member);
    pool.publish(
        new PoolEvent.TaskEnded(
            pool.now(),
            e.task(),
            TaskOutcome.DONE,
            e.attempt(),
            OptionalInt.of(e.worker()),
            new TaskAnswer.Result(e.json())));
    answered(member);
  }

  void failed(Member member, Input.Failed e) {
    if (!dispatch.isInHands(member, e.task(), e.attempt())) {
      pool.violated(member, "an error for task " + e.task() + ", which is not in its hands");
      return;
    }
    limits.moved(member);
    if (member.cancelled) {
      pool.cancelled(e.task(), OptionalInt.of(e.worker()), new TaskAnswer.None());
    } else if (limits.isMemoryLimit(e.failure())) {
      refusedMemory(e);
    } else if (limits.isSoftTimeout(member, e.failure())) {
      retryOrEnd(e, TaskOutcome.TIMED_OUT, policy.retry().timedOut());
    } else {
      retryOrEnd(e, TaskOutcome.FAILED, policy.retry().failed());
    }
    answered(member);
  }

  private void retryOrEnd(Input.Failed e, TaskOutcome as, int retries) {
    if (pool.model().retries(e.task(), as) < retries && pool.isRunning()) {
      pool.publish(
          new PoolEvent.TaskRetried(
              pool.now(), e.task(), e.attempt(), e.worker(), as, e.failure()));
      pool.backlog().putTail(e.task());
    } else {
      pool.endTask(e.task(), as, OptionalInt.of(e.worker()), e.failure());
    }
  }

  /// The attempt would have killed its worker, had the kernel not said no instead: it is lost.
  private void refusedMemory(Input.Failed e) {
    if (pool.model().blamedLosses(e.task()) + 1 < policy.retry().deathsAllowed()) {
      pool.publish(new PoolEvent.TaskRequeued(pool.now(), e.task(), e.attempt(), Blame.TASK));
      pool.backlog().putHead(e.task());
      return;
    }
    TaskAnswer.Failure f = e.failure();
    pool.endTask(
        e.task(),
        TaskOutcome.FAILED,
        OptionalInt.of(e.worker()),
        new TaskAnswer.Failure(f.type(), f.message(), f.json(), true));
  }

  private void answered(Member member) {
    boolean first = member.answered == 0;
    member.attemptEnded(pool.now());
    if (first) {
      pool.recruiting().proved();
    }
    dispatch.nextOf(member);
  }
}
