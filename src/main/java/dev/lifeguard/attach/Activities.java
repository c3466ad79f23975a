package dev.lifeguard.attach;

import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import dev.lifeguard.probe.Waiting.Sharing;
import java.util.List;

/// What a worker does, by what its main thread is blocked in: tasks of foreign pools cannot be
/// seen, but a worker without one waits in a place of its own. Pure.
final class Activities {
  /// After this long without any movement a wait without a deadline is no pause any more.
  static final long BLOCKED_NANOS = 3_000_000_000L;

  /// A server that has not moved for so long waits for requests.
  static final long REST_NANOS = 500_000_000L;

  private Activities() {}

  static WorkerActivity of(FoundPool pool, ProcessFacts worker, Movement movement) {
    boolean idle =
        switch (pool.kind()) {
          case PYTHON_MULTIPROCESSING_POOL, BILLIARD_POOL -> waitsForPoolTask(pool, worker);
          case PYTHON_PROCESS_POOL_EXECUTOR, LOKY -> waitsForQueue(pool, worker);
          case CELERY_PREFORK, LIFEGUARD -> waitsForMessage(worker);
          case GENERIC -> waitsForEvents(worker) && movement.stillNanos(worker.pid()) >= REST_NANOS;
        };
    if (idle) {
      return WorkerActivity.IDLE;
    }
    if (waitsForEver(worker) && movement.stillNanos(worker.pid()) >= BLOCKED_NANOS) {
      return WorkerActivity.BLOCKED;
    }
    return hasReadNothing(pool, worker) ? WorkerActivity.STARTING : WorkerActivity.BUSY;
  }

  /// Whether this worker cannot have a task, because it would have read it from a pipe: a forked
  /// one in its initializer. The numbers of a new process begin at 0, and one that was spawned has
  /// read its modules.
  private static boolean hasReadNothing(FoundPool pool, ProcessFacts worker) {
    return switch (pool.kind()) {
      case PYTHON_MULTIPROCESSING_POOL, BILLIARD_POOL, PYTHON_PROCESS_POOL_EXECUTOR, LOKY ->
          worker.traffic() == 0;
      case CELERY_PREFORK, LIFEGUARD, GENERIC -> false;
    };
  }

  /// One worker reads the task pipe with the lock in its hands, the others wait for that lock,
  /// which lies in memory that processes share.
  private static boolean waitsForPoolTask(FoundPool pool, ProcessFacts worker) {
    return switch (worker.mainWaiting()) {
      case Waiting.Reading reading -> readsTasks(pool, reading);
      case Waiting.Locked lock -> lock.sharing() != Sharing.PRIVATE;
      case Waiting.Not _,
          Waiting.Writing _,
          Waiting.Polling _,
          Waiting.Sleeping _,
          Waiting.ForChild _,
          Waiting.Stopped _,
          Waiting.Uninterruptible _,
          Waiting.Elsewhere _ ->
          false;
    };
  }

  /// Whether this is the worker that takes the next task.
  static boolean readsTasks(FoundPool pool, Waiting.Reading reading) {
    return reading.pipe()
        && (reading.target().isEmpty()
            || pool.pipes().map(pipes -> pipes.in().pipe().equals(reading.target())).orElse(true));
  }

  /// The same with a pipe that is not known by its ends: one that the manager has as well. loky
  /// waits with a deadline, after which a worker leaves.
  private static boolean waitsForQueue(FoundPool pool, ProcessFacts worker) {
    return switch (worker.mainWaiting()) {
      case Waiting.Reading reading ->
          reading.pipe() && (reading.target().isEmpty() || managerHas(pool, reading.target()));
      case Waiting.Locked lock -> lock.sharing() != Sharing.PRIVATE;
      case Waiting.Polling polling -> polling.deadline() != Deadline.NONE && polling.count() <= 1;
      case Waiting.Not _,
          Waiting.Writing _,
          Waiting.Sleeping _,
          Waiting.ForChild _,
          Waiting.Stopped _,
          Waiting.Uninterruptible _,
          Waiting.Elsewhere _ ->
          false;
    };
  }

  private static boolean managerHas(FoundPool pool, String pipe) {
    List<PipeEnd> ends = pool.manager().pipes().orElse(List.of());
    return ends.isEmpty() || ends.stream().anyMatch(end -> end.pipe().equals(pipe));
  }

  /// A worker with a pipe of its own.
  private static boolean waitsForMessage(ProcessFacts worker) {
    return switch (worker.mainWaiting()) {
      case Waiting.Reading _, Waiting.Polling _ -> true;
      case Waiting.Not _,
          Waiting.Locked _,
          Waiting.Writing _,
          Waiting.Sleeping _,
          Waiting.ForChild _,
          Waiting.Stopped _,
          Waiting.Uninterruptible _,
          Waiting.Elsewhere _ ->
          false;
    };
  }

  private static boolean waitsForEvents(ProcessFacts worker) {
    return switch (worker.mainWaiting()) {
      case Waiting.Reading _, Waiting.Polling _, Waiting.Elsewhere _, Waiting.Locked _ -> true;
      case Waiting.Not _,
          Waiting.Writing _,
          Waiting.Sleeping _,
          Waiting.ForChild _,
          Waiting.Stopped _,
          Waiting.Uninterruptible _ ->
          false;
    };
  }

  /// Whether nothing but somebody else ends this wait.
  static boolean waitsForEver(ProcessFacts process) {
    return switch (process.mainWaiting()) {
      case Waiting.Locked lock -> lock.deadline() != Deadline.SOME;
      case Waiting.Reading reading -> reading.pipe();
      case Waiting.Writing writing -> writing.pipe();
      case Waiting.Not _,
          Waiting.Polling _,
          Waiting.Sleeping _,
          Waiting.ForChild _,
          Waiting.Stopped _,
          Waiting.Uninterruptible _,
          Waiting.Elsewhere _ ->
          false;
    };
  }
}
