package dev.lifeguard.gui.queue;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import org.jspecify.annotations.Nullable;

/// What is known of up to [#SIZE] neighbouring tasks at one moment, in parallel arrays: pictures of
/// a million tasks share every page that has not changed in between.
final class TaskPage {
  /// Tasks in a page. Small enough to be copied often, large enough that a million tasks are only a
  /// thousand pages.
  static final int SIZE = 1024;

  /// A page of tasks that nothing has happened to yet.
  static final TaskPage UNTOUCHED = new TaskPage(0);

  private final TaskState[] state;
  private final int[] attempts;
  private final int[] worker;
  private final int[] incident;
  private final long[] queuedNanos;
  private final long[] startedNanos;
  private final long[] endedNanos;
  private final @Nullable String[] item;
  private final int[] repeatedBy;
  private final @Nullable String[] note;

  private TaskPage(int length) {
    state = new TaskState[length];
    attempts = new int[length];
    worker = new int[length];
    incident = new int[length];
    queuedNanos = new long[length];
    startedNanos = new long[length];
    endedNanos = new long[length];
    item = new @Nullable String[length];
    repeatedBy = new int[length];
    note = new @Nullable String[length];
  }

  /// Copies a page from the model.
  ///
  /// @param first the first task of the page
  static TaskPage copy(JobModel model, int first, TaskNotes notes) {
    TaskPage page = new TaskPage(Math.min(SIZE, model.taskCount() - first + 1));
    for (int i = 0; i < page.state.length; i++) {
      int task = first + i;
      page.state[i] = model.taskState(task);
      page.attempts[i] = model.attempts(task);
      page.queuedNanos[i] = notes.waitsSince(task);
      if (page.attempts[i] > 0) {
        page.worker[i] = model.taskWorker(task);
        page.startedNanos[i] = model.taskStartedNanos(task);
        page.endedNanos[i] = model.taskEndedNanos(task);
        page.incident[i] = notes.incident(task);
      }
      if (page.state[i] != TaskState.QUEUED || !model.item(task).isEmpty()) {
        page.item[i] = model.item(task);
        page.repeatedBy[i] = model.repeatedBy(task).orElse(0);
        page.note[i] = notes.note(model, task);
      }
    }
    return page;
  }

  /// The page of a task within `pages`.
  static int pageOf(int task) {
    return (task - 1) / SIZE;
  }

  TaskState state(int task) {
    int i = index(task);
    return i < state.length ? state[i] : TaskState.QUEUED;
  }

  /// What is known of a task.
  ///
  /// @param firstQueuedNanos when it joined the queue for the first time
  TaskLine line(int task, long firstQueuedNanos) {
    int i = index(task);
    return i < state.length
        ? new TaskLine(
            task,
            state[i],
            attempts[i],
            worker[i],
            incident[i],
            queuedNanos[i] == 0 ? firstQueuedNanos : queuedNanos[i],
            startedNanos[i],
            endedNanos[i],
            known(item[i]),
            repeatedBy[i],
            known(note[i]))
        : new TaskLine(task, TaskState.QUEUED, 0, 0, 0, firstQueuedNanos, 0, 0, "", 0, "");
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static int index(int task) {
    return (task - 1) % SIZE;
  }
}
