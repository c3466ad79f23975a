package dev.lifeguard.attach;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real `multiprocessing.Pool` of two, started by a shell, so that nothing of it is our child.
/// What its tasks do is decided by files: a task runs as long as its file is not there.
@NotOnWindows
@Timeout(240)
final class RealPoolTest {
  private static final String SCRIPT =
      """
      import multiprocessing, os, sys, time
      directory, start = sys.argv[1], sys.argv[2]
      def task(name):
          open(os.path.join(directory, name + ".begun"), "w").close()
          while name and not os.path.exists(os.path.join(directory, name)):
              time.sleep(0.01)
      if __name__ == "__main__":
          with multiprocessing.get_context(start).Pool(2) as pool:
              pool.map(task, sys.argv[3:], chunksize=1)
              pool.map(task, ["last"], chunksize=1)
      """;

  @TempDir private Path directory;
  private Optional<WatchedPool> pool = Optional.empty();

  @AfterEach
  void end() {
    pool.ifPresent(WatchedPool::close);
  }

  private WatchedPool attach(String start, String... tasks) throws IOException {
    Path script = Files.writeString(directory.resolve("pool.py"), SCRIPT);
    String line =
        "python3 %s %s %s %s".formatted(script, directory, start, String.join(" ", tasks));
    WatchedPool watched = WatchedPool.start(directory, line);
    pool = Optional.of(watched);
    return watched;
  }

  private static boolean isBusy(Worker worker) {
    return worker.observed().filter(WorkerActivity.BUSY::equals).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork", "forkserver"})
  void killInATaskIsSeenAndTheJobEndsByTheOfferedAction(String start) throws Exception {
    WatchedPool watched = attach(start, "first", "second");
    watched.until(m -> m.workerCount() >= 2 && m.workers().stream().allMatch(RealPoolTest::isBusy));
    // A worker that has begun to run may still be on its way to its first task.
    await()
        .until(() ->
            Stream.of("first.begun", "second.begun")
                .map(directory::resolve)
                .allMatch(Files::exists));
    ProcessIdentity victim = watched.process(1);

    CommandAnswer killed = watched.answer(new Command.Signal(1, victim, 9));
    watched.until(m -> m.diedWorkers() == 1 && m.workerCount() == 3);
    // Which of the two the victim had is not known.
    Files.createFile(directory.resolve("first"));
    Files.createFile(directory.resolve("second"));
    watched.untilSays(VerdictKind.LOST_TASK, Certainty.CERTAIN);

    assertThat(killed).isEqualTo(new CommandAnswer.Accepted());
    assertThat(watched.model().foreign().recognised().orElseThrow().kind())
        .isEqualTo(PoolKind.PYTHON_MULTIPROCESSING_POOL);
    assertThat(watched.model().worker(3).replaces()).hasValue(1);
    Incident incident = watched.model().incident(1);
    assertThat(incident.status()).isEqualTo(new ExitStatus.Signalled(9, false));
    assertThat(incident.cause().kind()).as("we sent it").isEqualTo(CauseKind.OPERATOR);
    assertThat(incident.sentence()).contains("its task is lost");

    assertThat(watched.answer(new Command.Stop("asked by the user")))
        .isEqualTo(new CommandAnswer.Accepted());
    watched.untilSays(VerdictKind.ENDED, Certainty.CERTAIN);
    assertThat(watched.model().workers()).allMatch(Worker::isDead);
  }

  @Test
  void poolIsMeasuredAsOftenAsIsAsked() throws Exception {
    WatchedPool watched = attach("fork", "first", "second");
    watched.until(m -> m.workerCount() >= 2);

    assertThat(watched.answer(new Command.SampleEvery(Duration.ofSeconds(5))))
        .isEqualTo(new CommandAnswer.Accepted());
    watched.until(m -> m.samplePeriodNanos() == 5_000_000_000L);
    assertThat(watched.answer(new Command.SampleNow())).isEqualTo(new CommandAnswer.Accepted());
    for (Duration outside : List.of(Duration.ofMillis(99), Duration.ofMillis(10_001))) {
      assertThat(watched.answer(new Command.SampleEvery(outside)))
          .isEqualTo(new CommandAnswer.Refused(Command.SAMPLE_PERIODS));
    }
    assertThat(watched.model().samplePeriodNanos()).isEqualTo(5_000_000_000L);
  }

  @Test
  void signalGoesToTheProcessThatWasOnTheScreenOnly() throws Exception {
    WatchedPool watched = attach("fork", "first", "second");
    watched.until(m -> m.workerCount() >= 2);
    ProcessIdentity now = watched.process(1);
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, 0);

    CommandAnswer answer = watched.answer(new Command.Kill(1, earlier));

    assertThat(answer)
        .isEqualTo(new CommandAnswer.Refused("Worker 1 is not process " + now.pid() + " any more"));
    assertThat(ProcessHandle.of(now.pid()).orElseThrow().isAlive()).isTrue();
  }

  @Test
  void suspendedPoolIsToldAndGoesOn() throws Exception {
    WatchedPool watched = attach("fork", "first", "second");
    watched.until(m -> m.workerCount() >= 2 && m.workers().stream().allMatch(RealPoolTest::isBusy));

    for (int worker : List.of(1, 2)) {
      watched.answer(new Command.Suspend(worker, watched.process(worker)));
    }
    watched.untilSays(VerdictKind.SUSPENDED, Certainty.CERTAIN);
    for (int worker : List.of(1, 2)) {
      watched.answer(new Command.Continue(worker, watched.process(worker)));
    }
    watched.untilSays(VerdictKind.HEALTHY, Certainty.CERTAIN);
    for (String name : List.of("first", "second", "last")) {
      Files.createFile(directory.resolve(name));
    }
    watched.untilSays(VerdictKind.ENDED, Certainty.CERTAIN);

    assertThat(watched.model().incidents()).as("a pool that ends in order").isEmpty();
  }
}
