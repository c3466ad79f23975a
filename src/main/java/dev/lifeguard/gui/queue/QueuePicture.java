package dev.lifeguard.gui.queue;

import dev.lifeguard.job.TaskState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tasks at one moment.
///
/// @param counts how many tasks are in each state
/// @param taskCount how many there are
/// @param pages their particulars, page by page
/// @param filter the state that `matches` was made for
/// @param matches the numbers of the tasks in that state, ascending; of no meaning without a filter
/// @param nowNanos the job's clock
/// @param ended whether the job has ended
public record QueuePicture(
    Map<TaskState, Integer> counts,
    int taskCount,
    List<TaskPage> pages,
    Optional<TaskState> filter,
    TaskNumbers matches,
    long nowNanos,
    boolean ended) {
  /// There is no job yet.
  public static final QueuePicture EMPTY =
      new QueuePicture(Map.of(), 0, List.of(), Optional.empty(), TaskNumbers.NONE, 0, false);

  /// How many rows the table has.
  public int rowCount() {
    return filter.isPresent() ? matches.size() : taskCount;
  }

  /// The task of a row, both counted as their owners do: rows from 0, tasks from 1.
  public int taskAt(int row) {
    return filter.isPresent() ? matches.get(row) : row + 1;
  }

  /// The row of a task, or a negative number when it is not shown.
  public int rowOf(int task) {
    return filter.isPresent() ? matches.find(task) : task - 1;
  }

  /// What is known of a task.
  public TaskLine line(int task) {
    return pages.get(TaskPage.pageOf(task)).line(task);
  }

  /// How many tasks are in a state.
  public int count(TaskState state) {
    return counts.getOrDefault(state, 0);
  }
}
