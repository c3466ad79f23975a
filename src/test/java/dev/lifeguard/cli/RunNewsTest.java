package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.StopReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What happens in a pool, word for word as a terminal shows it.
class RunNewsTest {
  private static final long SECOND = 1_000_000_000L;

  private final RunNews news = new RunNews(false, 5 * SECOND);

  @Test
  void firstInterruptTellsHowLongItTakesAndWhatASecondOneDoes() {
    tell(new PoolEvent.PoolStopping(SECOND, "interrupted by SIGINT"));
    assertThat(news.lines(3))
        .containsExactly(
            "[1.0 s] stopping: 3 tasks are running, they have 5 s; Ctrl-C again kills at once");
    tell(new PoolEvent.PoolStopping(SECOND, "interrupted by SIGTERM"));
    assertThat(news.lines(1))
        .containsExactly(
            "[1.0 s] stopping: 1 task is running, it has 5 s; SIGTERM again kills at once");
  }

  @Test
  void everyOtherReasonForAnEndIsTold() {
    tell(
        new PoolEvent.PoolStopping(SECOND, "task 3 did not end well"),
        new PoolEvent.PoolGaveUp(2 * SECOND, "6 workers died within 30 s", List.of()));
    assertThat(news.lines(0))
        .containsExactly(
            "[1.0 s] stopping, task 3 did not end well: no task is running",
            "[2.0 s] giving up, 6 workers died within 30 s: no task is running");
  }

  @Test
  void everyTurnOfTheControlsIsTold() {
    tell(
        new PoolEvent.PoolPaused(SECOND),
        new PoolEvent.PoolContinued(2 * SECOND),
        new PoolEvent.PoolResized(3 * SECOND, 8),
        new PoolEvent.TaskRepeated(4 * SECOND, 14, 7),
        new PoolEvent.PoolDraining(65 * SECOND, "drained by the user"));
    assertThat(news.lines(2))
        .containsExactly(
            "[1.0 s] paused: no further task is started",
            "[2.0 s] goes on: tasks are started again",
            "[3.0 s] resized: 8 workers",
            "[4.0 s] task 14 runs task 7 once more",
            "[1:05] draining: no further task is started, those that run may finish");
  }

  @Test
  void troubleWithWorkersIsTold() {
    tell(
        new PoolEvent.RestartDelayed(SECOND, 3, SECOND + 400_000_000L),
        new PoolEvent.WorkerUnkillable(2 * SECOND, 4));
    assertThat(news.lines(2))
        .containsExactly(
            "[1.0 s] 3 workers died before they finished a task; the next start is in 400 ms",
            "[2.0 s] worker 4 is still there after SIGKILL: the kernel does not let go of it");
  }

  @Test
  void softLimitIsToldAFewTimes() {
    List<PoolEvent> events = new ArrayList<>();
    for (int task = 1; task <= 1000; task++) {
      events.add(new PoolEvent.TaskInterrupted(SECOND, task, 1, 2));
    }
    news.accept(events);
    assertThat(news.lines(2))
        .hasSize(6)
        .startsWith(
            "[1.0 s] task 1, attempt 1, ran into its soft time limit; an exception is raised in it"
                + " on worker 2")
        .endsWith("[1.0 s] further soft time limits are not told here; the report counts them");
  }

  @Test
  void recyclingAndSignalsAreForThoseWhoAskForThem() {
    PoolEvent[] events = {
      new PoolEvent.WorkerStopping(SECOND, 2, StopReason.TASK_COUNT),
      new PoolEvent.WorkerStopping(SECOND, 2, StopReason.NO_MORE_TASKS),
      new PoolEvent.WorkerSignalling(SECOND, 3, 19, Origin.OPERATOR, "suspended by the user"),
      new PoolEvent.WorkerSignalling(SECOND, 3, 9, Origin.POLICY, "it makes no progress")
    };
    tell(events);
    assertThat(news.lines(0)).isEmpty();
    RunNews verbose = new RunNews(true, 0);
    verbose.accept(List.of(events));
    assertThat(verbose.lines(0))
        .containsExactly(
            "[1.0 s] worker 2 is recycled: it has run as many tasks as one process may",
            "[1.0 s] worker 3: SIGSTOP, suspended by the user");
  }

  private void tell(PoolEvent... events) {
    news.accept(List.of(events));
  }
}
