package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import dev.lifeguard.job.TaskState;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What a late listener gets to hear of very many tasks.
final class HistoryTest {
  private static final int TASKS = 200_000;

  private final History history = new History();
  private final JobModel early = new JobModel();

  private void add(PoolEvent event) {
    history.add(event);
    early.apply(event);
  }

  @Test
  void veryManyTasksAreFoldedAndTheLateListenerKnowsTheirStates() {
    add(new PoolEvent.WorkerStarting(0, 1, OptionalInt.empty()));
    add(new PoolEvent.TasksQueued(0, 1, TASKS + 10));
    for (int task = 1; task <= TASKS; task++) {
      add(new PoolEvent.TaskStarted(task, task, 1, 1, "noop"));
      if (task == 7) {
        add(new PoolEvent.TaskRequeued(task, task, 1, Blame.TASK));
        add(new PoolEvent.TaskStarted(task, task, 2, 1, "noop"));
      }
      TaskOutcome outcome = task % 1000 == 0 ? TaskOutcome.FAILED : TaskOutcome.DONE;
      add(
          new PoolEvent.TaskEnded(
              task + 1,
              task,
              outcome,
              task == 7 ? 2 : 1,
              OptionalInt.of(1),
              new TaskAnswer.None()));
    }
    add(new PoolEvent.TasksPassed(TASKS, TaskOutcome.DONE, List.of(new TaskSpan(TASKS + 1, 9))));
    add(new PoolEvent.TaskStarted(TASKS, TASKS + 10, 1, 1, "noop"));

    JobModel late = new JobModel();
    List<PoolEvent> all = history.all();
    all.forEach(late::apply);

    assertThat(all).hasSizeLessThan(41_000);
    for (TaskState state : TaskState.values()) {
      assertThat(late.count(state)).as("%s", state).isEqualTo(early.count(state));
    }
    assertThat(late.count(TaskState.RUNNING)).isOne();
    assertThat(late.taskState(1000)).isEqualTo(TaskState.FAILED);
    assertThat(late.attempts(7)).as("something went wrong with it").isEqualTo(2);
    assertThat(late.worker(1).task()).hasValue(TASKS + 10);
  }
}
