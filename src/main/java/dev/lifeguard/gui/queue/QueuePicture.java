package dev.lifeguard.gui.queue;

import dev.lifeguard.job.TaskState;
import java.util.List;
import java.util.Map;

/// The tasks at one moment.
///
/// @param counts how many tasks are in each state
/// @param taskCount how many there are
/// @param pages their particulars, page by page
/// @param filter what `matches` was made for
/// @param matches the numbers of the tasks that pass it, ascending; of no meaning when all do
/// @param times when tasks joined the queue first
/// @param nowNanos the job's clock
/// @param ended whether the job has ended
public record QueuePicture(
    Map<TaskState, Integer> counts,
    int taskCount,
    List<TaskPage> pages,
    QueueFilter filter,
    TaskNumbers matches,
    QueueTimes.Times times,
    long nowNanos,
    boolean ended) {
  /// There is no job yet.
  public static final QueuePicture EMPTY =
      new QueuePicture(
          Map.of(), 0, List.of(), QueueFilter.ALL, TaskNumbers.NONE, QueueTimes.NONE, 0, false);

  /// How many rows the table has.
  public int rowCount() {
    return filter.isAll() ? taskCount : matches.size();
  }

  /// The task of a row, both counted as their owners do: rows from 0, tasks from 1.
  public int taskAt(int row) {
    return filter.isAll() ? row + 1 : matches.get(row);
  }

  /// The row of a task, or a negative number when it is not shown.
  public int rowOf(int task) {
    return filter.isAll() ? task - 1 : matches.find(task);
  }

  /// What is known of a task.
  public TaskLine line(int task) {
    return pages.get(TaskPage.pageOf(task)).line(task, times.nanos(task));
  }

  /// How many tasks are in a state.
  public int count(TaskState state) {
    return counts.getOrDefault(state, 0);
  }
}
