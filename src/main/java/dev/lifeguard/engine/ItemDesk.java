package dev.lifeguard.engine;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.pool.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the items that were read into memory under the numbers of their tasks, and says what the
/// pool is to be told.
///
/// Items have places in the source and tasks have numbers; a task that is run once more takes the
/// next number and has no place. Which number belongs to which place is only known on the
/// supervisor thread, where everything here runs.
final class ItemDesk {
  private final Items items;
  private final long mostBytes;
  private final JobModel model;

  /// @param mostBytes the largest item that a worker may get
  ItemDesk(Items items, long mostBytes, JobModel model) {
    this.items = items;
    this.mostBytes = mostBytes;
    this.model = model;
  }

  /// New items.
  Input read(int firstItem, List<TaskSource.Item> read) {
    Map<Integer, TaskAnswer.Failure> refused = new HashMap<>();
    for (int i = 0; i < read.size(); i++) {
      int place = firstItem + i;
      keep(model.taskOfItem(place), read.get(i));
      RefusedItem.ifTooLarge(read.get(i), mostBytes).ifPresent(why -> refused.put(place, why));
    }
    List<String> labels = read.stream().map(TaskSource.Item::label).toList();
    return new Input.ItemsRead(firstItem, labels, refused);
  }

  /// The item of a task that is run once more.
  Input fetched(int task, TaskSource.Item item) {
    keep(task, item);
    Optional<TaskAnswer.Failure> refused = RefusedItem.ifTooLarge(item, mostBytes);
    return new Input.ItemFetched(task, item.label(), refused);
  }

  /// Nobody would take away the item of a task that was cancelled before its item was read.
  private void keep(int task, TaskSource.Item item) {
    if (model.taskState(task) == TaskState.QUEUED) {
      items.put(task, item.json());
    }
  }
}
