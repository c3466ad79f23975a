package dev.lifeguard.job;

import java.util.Arrays;

/// The state of every task in parallel arrays, because a million of them must stay small: about 40
/// bytes a task besides the text of its item. Owned by a [JobModel].
// Ordinals index the arrays of one running program and are never written anywhere.
@SuppressWarnings("EnumOrdinal")
final class TaskTable {
  private static final TaskState[] STATES = TaskState.values();

  private int size;
  private byte[] state = new byte[64];
  private int[] attempts = new int[64];
  private int[] lost = new int[64];
  private int[] blamed = new int[64];
  private int[] worker = new int[64];
  private long[] startedNanos = new long[64];
  private long[] endedNanos = new long[64];
  private String[] item = new String[64];
  private final int[] counts = new int[STATES.length];

  int size() {
    return size;
  }

  int count(TaskState wanted) {
    return counts[wanted.ordinal()];
  }

  void add(int first, int count) {
    if (first != size + 1) {
      throw new IllegalArgumentException("task " + first + " does not follow task " + size);
    }
    grow(size + count);
    // New slots hold 0, which is QUEUED.
    size += count;
    counts[TaskState.QUEUED.ordinal()] += count;
  }

  /// Adds a task with the item of an older one.
  void repeat(int task, int retryOf) {
    add(task, 1);
    item[index(task)] = item[index(retryOf)];
  }

  TaskState state(int task) {
    return STATES[state[index(task)]];
  }

  int attempts(int task) {
    return attempts[index(task)];
  }

  int lost(int task) {
    return lost[index(task)];
  }

  int blamed(int task) {
    return blamed[index(task)];
  }

  int worker(int task) {
    return worker[index(task)];
  }

  long startedNanos(int task) {
    return startedNanos[index(task)];
  }

  long endedNanos(int task) {
    return endedNanos[index(task)];
  }

  String item(int task) {
    String text = item[index(task)];
    return text == null ? "" : text;
  }

  TaskSlice slice(int first, int count) {
    int from = index(first);
    int until = count == 0 ? from : index(first + count - 1) + 1;
    return new TaskSlice(
        Arrays.copyOfRange(state, from, until),
        Arrays.copyOfRange(attempts, from, until),
        Arrays.copyOfRange(worker, from, until),
        Arrays.copyOfRange(startedNanos, from, until),
        Arrays.copyOfRange(endedNanos, from, until),
        Arrays.copyOfRange(item, from, until));
  }

  void started(int task, int attempt, int byWorker, String text, long atNanos) {
    int i = index(task);
    set(i, TaskState.RUNNING);
    attempts[i] = attempt;
    worker[i] = byWorker;
    startedNanos[i] = atNanos;
    item[i] = text;
  }

  void requeued(int task) {
    set(index(task), TaskState.QUEUED);
  }

  void lost(int task, Blame blame) {
    int i = index(task);
    set(i, TaskState.QUEUED);
    lost[i]++;
    if (blame == Blame.TASK) {
      blamed[i]++;
    }
  }

  private void ended(int task, TaskState last, long atNanos) {
    int i = index(task);
    set(i, last);
    endedNanos[i] = atNanos;
  }

  void ended(PoolEvent.TaskEnded event) {
    ended(event.task(), event.outcome().state(), event.atNanos());
    int i = index(event.task());
    boolean unseen = event.worker().isEmpty() && event.attempts() > attempts[i];
    if (unseen && attempts[i] > 0) {
      // Of the last attempt there is only this end.
      attempts[i] = event.attempts();
      worker[i] = 0;
      startedNanos[i] = event.atNanos();
    }
  }

  void passed(PoolEvent.TasksPassed event) {
    for (TaskSpan span : event.tasks()) {
      for (int task = span.first(); task <= span.last(); task++) {
        ended(task, event.outcome().state(), event.atNanos());
      }
    }
  }

  void abandonQueued() {
    for (int i = 0; i < size; i++) {
      if (state[i] == TaskState.QUEUED.ordinal()) {
        set(i, TaskState.NOT_RUN);
      }
    }
  }

  /// What would not have been run is queued again.
  void takeUpAbandoned() {
    for (int i = 0; i < size; i++) {
      if (state[i] == TaskState.NOT_RUN.ordinal()) {
        set(i, TaskState.QUEUED);
      }
    }
  }

  private void set(int i, TaskState next) {
    counts[state[i]]--;
    state[i] = (byte) next.ordinal();
    counts[state[i]]++;
  }

  private int index(int task) {
    if (task < 1 || task > size) {
      throw new IndexOutOfBoundsException("there is no task " + task + ", the last is " + size);
    }
    return task - 1;
  }

  private void grow(int wanted) {
    if (wanted <= state.length) {
      return;
    }
    int capacity = Math.max(wanted, state.length + (state.length >> 1));
    state = Arrays.copyOf(state, capacity);
    attempts = Arrays.copyOf(attempts, capacity);
    lost = Arrays.copyOf(lost, capacity);
    blamed = Arrays.copyOf(blamed, capacity);
    worker = Arrays.copyOf(worker, capacity);
    startedNanos = Arrays.copyOf(startedNanos, capacity);
    endedNanos = Arrays.copyOf(endedNanos, capacity);
    item = Arrays.copyOf(item, capacity);
  }
}
