package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WorkerForm;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How exceptions are told in a terminal.
class FailureNewsTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int TASKS = 10;

  private final JobModel model = new JobModel();
  private final FailureNews news = new FailureNews();

  @BeforeEach
  void start() {
    model.apply(new PoolEvent.TasksQueued(1, 1, TASKS));
    model.apply(new PoolEvent.WorkerStarting(1, 1, OptionalInt.empty()));
    model.apply(new PoolEvent.WorkerReady(1, 1, "CPython", 4711));
  }

  private void ended(int task, TaskOutcome outcome, String type) {
    ended(task, outcome, new TaskAnswer.Failure(type, "why", Payload.of("{}")));
  }

  private void ended(int task, TaskOutcome outcome, TaskAnswer.Failure failure) {
    model.apply(new PoolEvent.TaskStarted(task * SECOND, task, 1, 1, "item" + task));
    model.apply(
        new PoolEvent.TaskEnded(task * SECOND, task, outcome, 1, OptionalInt.of(1), failure));
  }

  @Test
  void taskThatRanTooLongIsNotSaidToHaveFailed() {
    ended(1, TaskOutcome.FAILED, "ValueError");
    ended(2, TaskOutcome.TIMED_OUT, "SoftTimeout");
    assertThat(news.lines(model))
        .containsExactly(
            "[1.0 s] task 1 (item1) failed: ValueError: why",
            "[2.0 s] task 2 (item2) timed out: SoftTimeout: why");
    assertThat(news.lines(model)).isEmpty();
  }

  @Test
  void memoryLimitIsNamedWhereItWasTheReason() {
    model.apply(
        new PoolEvent.JobStarted(
            0,
            new JobDescription(
                "sums",
                "sums:add",
                Instant.EPOCH,
                new ProcessIdentity(4700, 1, 1),
                WorkerForm.PROCESS,
                1,
                1,
                OptionalLong.of(300 << 20),
                MemoryMeans.DATA_LIMIT,
                "/nowhere",
                HostSystem.LINUX)));
    ended(1, TaskOutcome.FAILED, new TaskAnswer.Failure("MemoryError", "", Payload.of("{}"), true));
    assertThat(news.lines(model))
        .containsExactly(
            "[1.0 s] task 1 (item1) failed: MemoryError (its memory limit of 300 MiB,"
                + " RLIMIT_DATA)");
  }

  @Test
  void onlyTheFirstFewAreTold() {
    for (int task = 1; task <= TASKS; task++) {
      ended(task, TaskOutcome.FAILED, "ValueError");
    }
    assertThat(news.lines(model))
        .hasSize(6)
        .endsWith("further failures are not told here; results.jsonl has all of them");
    assertThat(news.lines(model)).isEmpty();
  }
}
