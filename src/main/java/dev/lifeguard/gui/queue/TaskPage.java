package dev.lifeguard.gui.queue;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskSlice;
import dev.lifeguard.job.TaskState;
import org.jspecify.annotations.Nullable;

/// What is known of up to [#SIZE] neighbouring tasks at one moment, in parallel arrays: pictures of
/// a million tasks share every page that has not changed in between.
final class TaskPage {
  /// Tasks in a page. Small enough to be copied often, large enough that a million tasks are only a
  /// thousand pages.
  static final int SIZE = 1024;

  /// A page of tasks that nothing has happened to yet.
  static final TaskPage UNTOUCHED = new TaskPage(TaskSlice.NONE, null);

  private final TaskSlice tasks;
  private final @Nullable Remarks remarks;

  /// What there is to say of tasks besides: most pages do without.
  private static final class Remarks {
    private final int[] incident = new int[SIZE];
    private final long[] queuedNanos = new long[SIZE];
    private final int[] repeatedBy = new int[SIZE];
    private final @Nullable String[] note = new @Nullable String[SIZE];
  }

  private TaskPage(TaskSlice tasks, @Nullable Remarks remarks) {
    this.tasks = tasks;
    this.remarks = remarks;
  }

  /// Copies a page from the model.
  ///
  /// @param first the first task of the page
  static TaskPage copy(JobModel model, int first, TaskNotes notes) {
    TaskSlice tasks = model.tasks(first, Math.min(SIZE, model.taskCount() - first + 1));
    boolean all = notes.areAny() || !model.repeats().isEmpty();
    Remarks remarks = null;
    for (int i = 0; i < tasks.size(); i++) {
      if (all || wentWrong(tasks.state(i))) {
        remarks = remarks == null ? new Remarks() : remarks;
        remark(remarks, model, first + i, i, notes);
      }
    }
    return new TaskPage(tasks, remarks);
  }

  private static boolean wentWrong(TaskState state) {
    return switch (state) {
      case QUEUED, RUNNING, DONE -> false;
      case FAILED, TIMED_OUT, QUARANTINED, CANCELLED, NOT_RUN -> true;
    };
  }

  private static void remark(Remarks to, JobModel model, int task, int i, TaskNotes notes) {
    to.queuedNanos[i] = notes.waitsSince(task);
    if (model.attempts(task) > 0) {
      to.incident[i] = notes.incident(task);
    }
    if (model.taskState(task) != TaskState.QUEUED || !model.item(task).isEmpty()) {
      to.repeatedBy[i] = model.repeatedBy(task).orElse(0);
      to.note[i] = notes.note(model, task);
    }
  }

  /// The page of a task within `pages`.
  static int pageOf(int task) {
    return (task - 1) / SIZE;
  }

  TaskState state(int task) {
    int i = index(task);
    return i < tasks.size() ? tasks.state(i) : TaskState.QUEUED;
  }

  /// What is known of a task.
  ///
  /// @param firstQueuedNanos when it joined the queue for the first time
  TaskLine line(int task, long firstQueuedNanos) {
    int i = index(task);
    if (i >= tasks.size()) {
      return new TaskLine(task, TaskState.QUEUED, 0, 0, 0, firstQueuedNanos, 0, 0, "", 0, "");
    }
    Remarks more = remarks;
    return new TaskLine(
        task,
        tasks.state(i),
        tasks.attempts(i),
        tasks.worker(i),
        more == null ? 0 : more.incident[i],
        more == null || more.queuedNanos[i] == 0 ? firstQueuedNanos : more.queuedNanos[i],
        tasks.startedNanos(i),
        tasks.endedNanos(i),
        tasks.item(i),
        more == null ? 0 : more.repeatedBy[i],
        more == null ? "" : known(more.note[i]));
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static int index(int task) {
    return (task - 1) % SIZE;
  }
}
