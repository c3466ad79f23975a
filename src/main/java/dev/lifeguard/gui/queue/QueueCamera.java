package dev.lifeguard.gui.queue;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes the pictures of the task queue. Only pages with a task that something happened to are
/// copied, so a picture of a million tasks costs what has changed, and not a million.
public final class QueueCamera implements Camera<QueuePicture> {
  private final TaskNotes notes = new TaskNotes();
  private final Map<Integer, Integer> taskOfIncident = new HashMap<>();
  private final BitSet changed = new BitSet();
  private final List<TaskPage> pages = new ArrayList<>();
  private boolean abandoned;
  private int[] found = new int[1024];
  private final QueueTimes times = new QueueTimes();
  private final TaskSearch search = new TaskSearch();
  private volatile QueueFilter filter = QueueFilter.ALL;

  /// From the next picture on, shows only these tasks. Any thread.
  public void filter(QueueFilter wanted) {
    filter = wanted;
  }

  @Override
  public void saw(PoolEvent event) {
    switch (event) {
      case PoolEvent.TasksQueued e -> times.queued(e.firstTask(), e.atNanos());
      case PoolEvent.TaskStarted e -> begun(e.task());
      case PoolEvent.TasksPassed e ->
          e.tasks()
              .forEach(span ->
                  changed.set(TaskPage.pageOf(span.first()), TaskPage.pageOf(span.last()) + 1));
      case PoolEvent.TaskEnded e -> begun(e.task());
      case PoolEvent.TaskRequeued e -> {
        notes.waits(e.task(), e.atNanos());
        touch(e.task());
      }
      case PoolEvent.TaskRetried e -> {
        notes.waits(e.task(), e.atNanos());
        touch(e.task());
      }
      case PoolEvent.TaskRepeated e -> {
        notes.waits(e.task(), e.atNanos());
        touch(e.task());
        touch(e.retryOf());
      }
      case PoolEvent.WorkerDied e -> e.task().ifPresent(task -> struck(task, e.incident()));
      case PoolEvent.WorkerHung e -> e.task().ifPresent(task -> struck(task, e.incident()));
      case PoolEvent.CauseRefined e -> {
        Integer task = taskOfIncident.get(e.incident());
        if (task != null) {
          touch(task);
        }
      }
      case PoolEvent.QueueAbandoned _, PoolEvent.JobResumed _ -> abandoned = true;
      case PoolEvent.JobStarted _,
          PoolEvent.SourceEnded _,
          PoolEvent.WorkerStarting _,
          PoolEvent.WorkerSpawned _,
          PoolEvent.WorkerReady _,
          PoolEvent.WorkerStopping _,
          PoolEvent.WorkerSignalling _,
          PoolEvent.WorkerEnded _,
          PoolEvent.WorkerUnkillable _,
          PoolEvent.TaskInterrupted _,
          PoolEvent.WorkerMoved _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.SamplingChanged _,
          PoolEvent.PoolDraining _,
          PoolEvent.RestartDelayed _,
          PoolEvent.Sampled _,
          PoolEvent.PoolStopping _,
          PoolEvent.PoolGaveUp _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.WorkerObserved _,
          PoolEvent.PoolRecognised _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.PipesFilled _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _,
          PoolEvent.Unrecognised _ -> {}
    }
  }

  /// The same as to see that a task has started, or ended.
  public void begun(int task) {
    notes.begun(task);
    touch(task);
  }

  private void struck(int task, int incident) {
    notes.struck(task, incident);
    taskOfIncident.put(incident, task);
    touch(task);
  }

  private void touch(int task) {
    changed.set(TaskPage.pageOf(task));
  }

  @Override
  public QueuePicture take(JobModel model, Moment moment) {
    copyChanged(model);
    Map<TaskState, Integer> counts = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      counts.put(state, model.count(state));
    }
    QueueFilter wanted = filter;
    search.begin(wanted.text(), model);
    return new QueuePicture(
        counts,
        model.taskCount(),
        List.copyOf(pages),
        wanted,
        wanted.isAll() ? TaskNumbers.NONE : matches(model, wanted),
        times.picture(),
        moment.nowNanos(),
        model.end().isPresent());
  }

  private void copyChanged(JobModel model) {
    int wanted = (model.taskCount() + TaskPage.SIZE - 1) / TaskPage.SIZE;
    while (pages.size() < wanted) {
      pages.add(TaskPage.UNTOUCHED);
    }
    if (abandoned) {
      changed.set(0, wanted);
      abandoned = false;
    }
    for (int i = changed.nextSetBit(0); i >= 0 && i < wanted; i = changed.nextSetBit(i + 1)) {
      int first = i * TaskPage.SIZE + 1;
      pages.set(i, TaskPage.copy(model, first, notes));
      search.look(model, first, first + TaskPage.SIZE - 1);
    }
    changed.clear();
  }

  private TaskNumbers matches(JobModel model, QueueFilter wanted) {
    return wanted.text().isEmpty()
        ? inState(model, wanted.state().orElseThrow())
        : found(model, wanted.state());
  }

  private TaskNumbers inState(JobModel model, TaskState state) {
    int expected = model.count(state);
    makeRoom(expected);
    int size = 0;
    for (int task = 1; size < expected; task++) {
      if (model.taskState(task) == state) {
        found[size++] = task;
      }
    }
    return TaskNumbers.of(found, size);
  }

  private TaskNumbers found(JobModel model, Optional<TaskState> state) {
    BitSet tasks = search.found(model);
    makeRoom(tasks.cardinality());
    int size = 0;
    for (int task = tasks.nextSetBit(1); task >= 0; task = tasks.nextSetBit(task + 1)) {
      if (state.isEmpty() || model.taskState(task) == state.get()) {
        found[size++] = task;
      }
    }
    return TaskNumbers.of(found, size);
  }

  private void makeRoom(int expected) {
    if (found.length < expected) {
      found = new int[expected];
    }
  }
}
