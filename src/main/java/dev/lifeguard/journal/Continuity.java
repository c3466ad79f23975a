package dev.lifeguard.journal;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.WorkerForm;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Whether the next event fits to those before it: speaks only of tasks, workers and incidents that
/// were announced, and announces new ones in order. A [JobModel] throws at anything else, which is
/// right for a defect of the pool, but not for a damaged file.
final class Continuity {
  /// What a [JobModel] takes for a task, and as much again for whoever shows it.
  private static final long BYTES_OF_TASK = 80;

  private int tasks;
  private int workers;
  private int incidents;
  private boolean slots;
  // The incidents of those workers that are hung.
  private final Map<Integer, Integer> hangs = new HashMap<>();
  private final BitSet dead = new BitSet();

  /// How many tasks there is memory for: a damaged number may be of any size.
  static long mostTasks() {
    return Runtime.getRuntime().maxMemory() / BYTES_OF_TASK;
  }

  /// Whether there is memory for all the tasks that this announces, with those before.
  boolean hasRoom(PoolEvent.TasksQueued queued) {
    return queued.count() <= mostTasks() - tasks;
  }

  /// The same as whether it [#takes] the event of this line, which changes nothing here.
  boolean takes(HotLine line) {
    return isTask(line.task()) && isWorker(line.worker());
  }

  /// Takes up the event if it fits.
  boolean takes(PoolEvent event) {
    return switch (event) {
      case PoolEvent.TasksQueued e -> queued(e);
      case PoolEvent.TaskStarted e -> isTask(e.task()) && isWorker(e.worker());
      case PoolEvent.TaskEnded e -> isTask(e.task()) && isWorker(e.worker());
      case PoolEvent.TaskRequeued e -> isTask(e.task());
      case PoolEvent.TaskRetried e -> isTask(e.task()) && isWorker(e.worker());
      case PoolEvent.WorkerStarting e -> starting(e);
      case PoolEvent.WorkerSpawned e -> isWorker(e.worker());
      case PoolEvent.WorkerReady e -> isWorker(e.worker());
      case PoolEvent.WorkerStopping e -> isWorker(e.worker());
      case PoolEvent.WorkerSignalling e -> isWorker(e.worker());
      case PoolEvent.WorkerEnded e -> isWorker(e.worker()) && ended(e.worker());
      case PoolEvent.WorkerObserved e -> isWorker(e.worker());
      case PoolEvent.WorkerUnkillable e -> isWorker(e.worker());
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.TaskInterrupted e -> isTask(e.task()) && isWorker(e.worker());
      case PoolEvent.TaskRepeated e -> repeated(e);
      case PoolEvent.WorkerHung e -> hung(e);
      case PoolEvent.WorkerMoved e ->
          isWorker(e.worker()) && isIncident(e.incident()) && moved(e.worker());
      case PoolEvent.CauseRefined e -> isIncident(e.incident());
      case PoolEvent.Sampled e -> e.readings().stream().allMatch(this::isSampled);
      case PoolEvent.JobStarted e -> {
        slots = e.job().form() == WorkerForm.SLOT;
        yield true;
      }
      case PoolEvent.JobResumed e -> {
        slots = e.job().form() == WorkerForm.SLOT;
        hangs.clear();
        dead.set(1, workers + 1);
        yield e.again().stream().allMatch(this::isTask);
      }
      case PoolEvent.SourceEnded _,
          PoolEvent.RestartDelayed _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.SamplingChanged _,
          PoolEvent.PoolDraining _,
          PoolEvent.PoolStopping _,
          PoolEvent.PoolGaveUp _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.PoolRecognised _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.TasksPassed _,
          PoolEvent.PipesFilled _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _,
          PoolEvent.Unrecognised _ ->
          true;
    };
  }

  private boolean queued(PoolEvent.TasksQueued e) {
    if (e.firstTask() != tasks + 1 || e.count() < 0 || e.count() > Integer.MAX_VALUE - tasks) {
      return false;
    }
    tasks += e.count();
    return true;
  }

  private boolean repeated(PoolEvent.TaskRepeated e) {
    if (e.task() != tasks + 1 || !isTask(e.retryOf())) {
      return false;
    }
    tasks++;
    return true;
  }

  private boolean starting(PoolEvent.WorkerStarting e) {
    if (slots && isWorker(e.worker()) && dead.get(e.worker())) {
      dead.clear(e.worker());
      return true;
    }
    if (e.worker() != workers + 1 || !isWorker(e.replaces())) {
      return false;
    }
    workers++;
    return true;
  }

  private boolean died(PoolEvent.WorkerDied e) {
    boolean task = e.task().isEmpty() || isTask(e.task().getAsInt());
    if (!isWorker(e.worker()) || !task) {
      return false;
    }
    // A worker that was hung dies in the incident of its hang.
    @Nullable Integer hang = hangs.get(e.worker());
    boolean fits = (hang != null && hang == e.incident()) || opens(e.incident());
    return fits && ended(e.worker());
  }

  private boolean ended(int worker) {
    dead.set(worker);
    return moved(worker);
  }

  private boolean moved(int worker) {
    hangs.remove(worker);
    return true;
  }

  private boolean hung(PoolEvent.WorkerHung e) {
    boolean task = e.task().isEmpty() || isTask(e.task().getAsInt());
    if (!isWorker(e.worker()) || !task || !opens(e.incident())) {
      return false;
    }
    hangs.put(e.worker(), e.incident());
    return true;
  }

  private boolean opens(int incident) {
    if (incident != incidents + 1) {
      return false;
    }
    incidents++;
    return true;
  }

  private boolean isIncident(int incident) {
    return incident >= 1 && incident <= incidents;
  }

  private boolean isSampled(ProcessReading reading) {
    return reading.worker() == 0 || isWorker(reading.worker());
  }

  private boolean isTask(int task) {
    return task >= 1 && task <= tasks;
  }

  private boolean isWorker(OptionalInt worker) {
    return worker.isEmpty() || isWorker(worker.getAsInt());
  }

  private boolean isWorker(int worker) {
    return worker >= 1 && worker <= workers;
  }
}
