package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WorkerForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The line of a task that is simply done is written by a way of its own. It must be the line that
/// the way for all tasks writes.
final class ResultLinesTest {
  private static final int WORKERS = 3;
  private static final int TASKS = 2_000;
  // While a user's repetition is under way, every line goes the way for all tasks.
  private static final Map<Integer, Integer> A_REPETITION = Map.of(TASKS + 1, 1);

  private static final JobDescription SLOTS =
      new JobDescription(
          "sums",
          "sum {}",
          Instant.EPOCH,
          new ProcessIdentity(4700, 1, 1),
          WorkerForm.SLOT,
          1,
          3,
          OptionalLong.empty(),
          MemoryMeans.NONE,
          "/nowhere",
          HostSystem.LINUX);

  @Test
  void doneTaskHasItsLine() {
    assertThat(
            lines(
                List.of(
                    new PoolEvent.WorkerSpawned(1, 1, new ProcessIdentity(4711, 1, 1)),
                    new PoolEvent.TaskStarted(1_000_000, 7, 2, 1, "7"),
                    end(3_500_999, 7, OptionalInt.of(1), Payload.of("[1]"))),
                Map.of()))
        .isEqualTo(
            "{\"task\":7,\"item\":\"item 7\",\"outcome\":\"done\",\"attempts\":1,\"worker\":1,"
                + "\"pid\":4711,\"seconds\":0.0025,\"result\":[1]}\n");
  }

  @Test
  void slotThatOpensAgainMeasuresItsNextAttempt() {
    DeathCause killed =
        new DeathCause(
            CauseKind.SIGNAL, OptionalInt.of(9), OptionalInt.empty(), "", Certainty.CERTAIN);
    String told =
        lines(
            List.of(
                new PoolEvent.JobStarted(0, SLOTS),
                new PoolEvent.TaskStarted(1_000_000, 7, 1, 1, "7"),
                new PoolEvent.WorkerSpawned(1_000_001, 1, new ProcessIdentity(4711, 1, 1)),
                new PoolEvent.WorkerDied(
                    2_000_000,
                    1,
                    1,
                    new ExitStatus.Signalled(9, false),
                    OptionalLong.of(2_000_000),
                    OptionalLong.of(2_000_000),
                    OptionalInt.of(7),
                    1,
                    killed,
                    List.of()),
                new PoolEvent.TaskRequeued(2_000_000, 7, 1, Blame.TASK),
                new PoolEvent.TaskStarted(3_000_000, 8, 1, 1, "8"),
                end(5_000_000, 8, OptionalInt.of(1), Payload.of("[1]"))),
            Map.of());
    assertThat(told).contains("\"task\":8", "\"seconds\":0.002,");
  }

  @Test
  void attemptThatHadNoProcessHasNoNumberOfTheOneBefore() {
    String told =
        lines(
            List.of(
                new PoolEvent.JobStarted(0, SLOTS),
                new PoolEvent.TaskStarted(1_000_000, 7, 1, 1, "7"),
                new PoolEvent.WorkerSpawned(1_000_001, 1, new ProcessIdentity(4711, 1, 1)),
                end(2_000_000, 7, OptionalInt.of(1), Payload.of("[1]")),
                new PoolEvent.TaskStarted(3_000_000, 8, 1, 1, "8"),
                end(4_000_000, 8, OptionalInt.of(1), Payload.of("[1]"))),
            Map.of());
    assertThat(told.lines().toList().getFirst()).contains("\"pid\":4711");
    assertThat(told.lines().toList().getLast()).contains("\"task\":8", "\"pid\":null");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shortWayWritesWhatTheLongOneWrites(long seed) {
    List<PoolEvent> events = randomEvents(seed);
    assertThat(lines(events, Map.of())).isEqualTo(lines(events, A_REPETITION));
  }

  @Test
  void linesOfAnEventfulJobAreTheSameBothWays() {
    List<PoolEvent> events = EventfulStory.events();
    assertThat(lines(events, Map.of())).isEqualTo(lines(events, A_REPETITION)).isNotEmpty();
  }

  private static String lines(List<PoolEvent> events, Map<Integer, Integer> retryOf) {
    ResultLines lines =
        new ResultLines(
            task -> task % 5 == 0 ? Payload.EMPTY : Payload.of("\"item " + task + "\""), retryOf);
    JsonLine text = new JsonLine();
    events.forEach(event -> lines.accept(event, text));
    return UTF_8.decode(text.view()).toString();
  }

  /// Starts and ends, with and without a process, a worker, a start and a result.
  private static List<PoolEvent> randomEvents(long seed) {
    Random random = new Random(seed);
    List<PoolEvent> events = new ArrayList<>();
    long now = 0;
    for (int task = 1; task <= TASKS; task++) {
      now += random.nextLong(2_000_000_000L);
      int worker = 1 + random.nextInt(WORKERS);
      if (random.nextInt(50) == 0) {
        events.add(
            new PoolEvent.WorkerSpawned(now, worker, new ProcessIdentity(now % 65_536, now, 1)));
      }
      if (random.nextInt(20) > 0) {
        events.add(new PoolEvent.TaskStarted(now, task, 1, worker, ""));
      }
      now += random.nextLong(3_000_000L);
      OptionalInt by = random.nextInt(20) > 0 ? OptionalInt.of(worker) : OptionalInt.empty();
      events.add(end(now, task, by, Payload.of("x".repeat(random.nextInt(3)))));
    }
    return events;
  }

  private static PoolEvent end(long nanos, int task, OptionalInt worker, Payload result) {
    return new PoolEvent.TaskEnded(
        nanos, task, TaskOutcome.DONE, 1, worker, new TaskAnswer.Result(result));
  }
}
