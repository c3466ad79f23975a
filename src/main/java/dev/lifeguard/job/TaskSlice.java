package dev.lifeguard.job;

import org.jspecify.annotations.Nullable;

/// What is known of some neighbouring tasks at one moment: a copy that does not change. Made in a
/// few long strides, because a picture of a job is made of a million of them.
public final class TaskSlice {
  private static final TaskState[] STATES = TaskState.values();

  /// Of no task.
  public static final TaskSlice NONE =
      new TaskSlice(
          new byte[0], new int[0], new int[0], new long[0], new long[0], new @Nullable String[0]);

  private final byte[] state;
  private final int[] attempts;
  private final int[] worker;
  private final long[] startedNanos;
  private final long[] endedNanos;
  private final @Nullable String[] item;

  TaskSlice(
      byte[] state,
      int[] attempts,
      int[] worker,
      long[] startedNanos,
      long[] endedNanos,
      @Nullable String[] item) {
    this.state = state;
    this.attempts = attempts;
    this.worker = worker;
    this.startedNanos = startedNanos;
    this.endedNanos = endedNanos;
    this.item = item;
  }

  /// How many tasks.
  public int size() {
    return state.length;
  }

  /// The state of the task at this place, which is counted from 0, as in all that follows.
  public TaskState state(int i) {
    return STATES[state[i]];
  }

  /// How many attempts at it were begun.
  public int attempts(int i) {
    return attempts[i];
  }

  /// The worker of the last attempt; 0 before the first.
  public int worker(int i) {
    return worker[i];
  }

  /// When the last attempt was begun; 0 before the first.
  public long startedNanos(int i) {
    return startedNanos[i];
  }

  /// When it reached its final state; 0 before.
  public long endedNanos(int i) {
    return endedNanos[i];
  }

  /// The first 120 characters of its item; empty before the first attempt.
  public String item(int i) {
    String text = item[i];
    return text == null ? "" : text;
  }
}
