package dev.lifeguard.pool;

import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskState;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Fills the queue, and takes the commands of users that are about it and the pool as a whole.
final class QueueDesk {
  private final Pool pool;
  private int itemsToldBefore;

  QueueDesk(Pool pool) {
    this.pool = pool;
  }

  /// The queue of a job that goes on.
  void takeUp() {
    itemsToldBefore = pool.backlog().takeUp(pool.model());
    for (int task : pool.model().repeats().keySet()) {
      if (pool.model().taskState(task) == TaskState.QUEUED) {
        pool.backlog().await(task);
        pool.order(new Effect.FetchItem(task, pool.model().itemOf(task)));
      }
    }
    pool.recruiting().takeUp(pool.model().workerCount());
  }

  /// Items were found; a source that is read once more tells those first that were known before.
  void found(int count) {
    int known = Math.min(count, itemsToldBefore);
    itemsToldBefore -= known;
    int fresh = count - known;
    if (fresh > 0) {
      int first = pool.model().taskCount() + 1;
      pool.publish(new PoolEvent.TasksQueued(pool.now(), first, fresh));
      pool.backlog().found(first, fresh);
    }
  }

  CommandAnswer pause() {
    if (!pool.isRunning()) {
      return ending();
    }
    if (pool.model().isPaused()) {
      return new CommandAnswer.Refused("the queue is paused already");
    }
    pool.publish(new PoolEvent.PoolPaused(pool.now()));
    pool.dispatch().takeBackAll();
    return new CommandAnswer.Accepted();
  }

  CommandAnswer go() {
    if (!pool.isRunning()) {
      return ending();
    }
    if (!pool.model().isPaused()) {
      return new CommandAnswer.Refused("the queue is not paused");
    }
    pool.publish(new PoolEvent.PoolContinued(pool.now()));
    return new CommandAnswer.Accepted();
  }

  CommandAnswer resize(int workers) {
    if (workers < 1) {
      return new CommandAnswer.Refused("a pool needs a worker; pause the queue instead");
    }
    if (!pool.isRunning()) {
      return ending();
    }
    if (workers != pool.recruiting().wanted()) {
      pool.recruiting().resize(workers);
    }
    return new CommandAnswer.Accepted();
  }

  CommandAnswer drain(String reason) {
    if (!pool.isRunning()) {
      return ending();
    }
    pool.drain(reason);
    return new CommandAnswer.Accepted();
  }

  CommandAnswer retry(int task) {
    Optional<CommandAnswer> unknown = unknown(task);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    if (!pool.isRunning()) {
      return ending();
    }
    TaskState state = pool.model().taskState(task);
    if (!state.isFinal()) {
      return new CommandAnswer.Refused("task " + task + " has not ended, it is " + word(state));
    }
    OptionalInt newer = pool.model().repeatedBy(task);
    if (newer.isPresent()) {
      return new CommandAnswer.Refused(
          "task " + task + " was repeated already, as task " + newer.getAsInt());
    }
    int number = pool.model().taskCount() + 1;
    pool.publish(new PoolEvent.TaskRepeated(pool.now(), number, task));
    pool.backlog().await(number);
    pool.order(new Effect.FetchItem(number, pool.model().itemOf(number)));
    return new CommandAnswer.Accepted();
  }

  CommandAnswer cancel(int task) {
    Optional<CommandAnswer> unknown = unknown(task);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    TaskState state = pool.model().taskState(task);
    if (state.isFinal()) {
      return new CommandAnswer.Refused("task " + task + " has ended already, it is " + word(state));
    }
    if (state == TaskState.RUNNING) {
      pool.crew().find(pool.model().taskWorker(task)).ifPresent(this::cancelRunning);
    } else {
      cancelQueued(task);
    }
    return new CommandAnswer.Accepted();
  }

  private void cancelQueued(int task) {
    for (Member member : pool.crew().all()) {
      if (member.ahead.isPresent() && member.ahead.get().next.task() == task) {
        // It waits in this worker's pipe, and nobody knows yet whether it was read there.
        member.ahead.get().cancelled = true;
        pool.dispatch().takeBack(member);
        return;
      }
    }
    pool.backlog().takeOut(task);
    pool.dispatch().forget(task);
    pool.cancelled(task, OptionalInt.empty(), new TaskAnswer.None());
  }

  /// The worker is ended, and its task with it, unless the task's answer is on its way.
  void cancelRunning(Member member) {
    if (member.cancelled) {
      return;
    }
    member.cancelled = true;
    // A process whose end was seen has nothing left that a signal could reach.
    if (!member.isKilled() && member.exit.isEmpty()) {
      String reason = "task " + member.task + " cancelled by the user";
      pool.publish(
          new PoolEvent.WorkerSignalling(
              pool.now(), member.worker, Ladder.SIGKILL, Origin.OPERATOR, reason));
      pool.order(new Effect.Signal(member.worker, Ladder.SIGKILL));
      pool.ladder().expectDeath(member);
    }
  }

  private Optional<CommandAnswer> unknown(int task) {
    return task >= 1 && task <= pool.model().taskCount()
        ? Optional.empty()
        : Optional.of(new CommandAnswer.Refused("there is no task " + task));
  }

  private static CommandAnswer ending() {
    return new CommandAnswer.Refused("the job is ending already");
  }

  private static String word(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
