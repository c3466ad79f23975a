package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// When and how incidents are told in a terminal.
class IncidentNewsTest {
  private static final long SECOND = 1_000_000_000L;

  private final JobModel model = new JobModel();
  private final IncidentNews news = new IncidentNews();

  @Test
  void hangIsToldAtOnceAndItsEndAsWell() {
    hung();
    assertThat(news.lines(model))
        .containsExactly(
            "[1:06] worker 1 (pid 4711) has made no progress in task 1, attempt 1, for 60 s: waits"
                + " for a lock, without a deadline; the task is still in its hands");
    assertThat(news.lines(model)).isEmpty();
    model.apply(new PoolEvent.WorkerMoved(90 * SECOND, 1, 1));
    assertThat(news.lines(model))
        .containsExactly("[1:30] worker 1 (pid 4711) moves again after 1:24 without progress");
    assertThat(news.lines(model)).isEmpty();
  }

  @Test
  void deathOfAHungWorkerIsToldOnceItIsSettled() {
    hung();
    assertThat(news.lines(model)).hasSize(1);
    died(67 * SECOND);
    assertThat(news.lines(model)).as("the cause can still be refined").isEmpty();
    model.apply(new PoolEvent.SourceEnded(68 * SECOND));
    assertThat(news.lines(model))
        .singleElement()
        .asString()
        .startsWith("[1:07] worker 1 (pid 4711) was killed because it made no progress for 61 s");
    assertThat(news.lines(model)).isEmpty();
  }

  private void hung() {
    model.apply(new PoolEvent.TasksQueued(1, 1, 1));
    model.apply(new PoolEvent.WorkerStarting(1, 1, OptionalInt.empty()));
    model.apply(new PoolEvent.WorkerSpawned(1, 1, new ProcessIdentity(4711, 1, 0)));
    model.apply(new PoolEvent.WorkerReady(1, 1, "CPython", 4711));
    model.apply(new PoolEvent.TaskStarted(6 * SECOND, 1, 1, 1, "x"));
    model.apply(
        new PoolEvent.WorkerHung(
            66 * SECOND,
            1,
            1,
            OptionalInt.of(1),
            1,
            6 * SECOND,
            "waits for a lock, without a deadline",
            List.of()));
  }

  private void died(long atNanos) {
    model.apply(
        new PoolEvent.WorkerDied(
            atNanos,
            1,
            1,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(atNanos),
            OptionalLong.of(atNanos),
            OptionalInt.of(1),
            1,
            new DeathCause(
                CauseKind.HANG, OptionalInt.of(9), OptionalInt.empty(), "", Certainty.CERTAIN),
            List.of()));
  }
}
