package dev.lifeguard.attach;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A real `multiprocessing.Pool` of two, started by a shell, so that nothing of it is our child.
/// What its tasks do is decided by files: a task runs as long as its file is not there.
@Timeout(60)
final class RealPoolTest {
  private static final String SCRIPT =
      """
      import multiprocessing, os, sys, time
      directory, start = sys.argv[1], sys.argv[2]
      def task(name):
          while name and not os.path.exists(os.path.join(directory, name)):
              time.sleep(0.01)
      if __name__ == "__main__":
          with multiprocessing.get_context(start).Pool(2) as pool:
              pool.map(task, sys.argv[3:], chunksize=1)
              pool.map(task, ["last"], chunksize=1)
      """;

  @TempDir private Path directory;
  private final JobModel model = new JobModel();
  private Optional<Process> shell = Optional.empty();
  private Optional<ForeignPool> pool = Optional.empty();

  @AfterEach
  void end() {
    pool.ifPresent(ForeignPool::close);
    shell.ifPresent(it -> {
      it.descendants().forEach(ProcessHandle::destroyForcibly);
      it.destroyForcibly();
    });
  }

  private ForeignPool attach(String start, String... tasks) throws IOException {
    Path script = Files.writeString(directory.resolve("pool.py"), SCRIPT);
    String line =
        "python3 %s %s %s %s; true".formatted(script, directory, start, String.join(" ", tasks));
    Process process =
        new ProcessBuilder("sh", "-c", line)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output").toFile())
            .start();
    shell = Optional.of(process);
    Probes probes = Probes.forThisSystem();
    // The shell is named; the pool is found below it once it is there.
    ProcessIdentity root = probes.identity(process.pid()).orElseThrow();
    ForeignPool watched = ForeignPool.watch(root, probes).orElseThrow();
    pool = Optional.of(watched);
    watched.subscribe(batch -> {
      synchronized (model) {
        batch.forEach(model::apply);
      }
    });
    return watched;
  }

  private void until(Predicate<JobModel> condition) {
    await()
        .atMost(Duration.ofSeconds(50))
        .until(() -> {
          synchronized (model) {
            return condition.test(model);
          }
        });
  }

  private static boolean says(JobModel model, VerdictKind kind, Certainty certainty) {
    return model
        .foreign()
        .verdict()
        .map(PoolEvent.VerdictReached::verdict)
        .filter(it -> it.kind() == kind && it.certainty() == certainty)
        .isPresent();
  }

  private static boolean isBusy(Worker worker) {
    return worker.observed().filter(WorkerActivity.BUSY::equals).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork", "forkserver"})
  void killInATaskIsSeenAndTheJobEndsByTheOfferedAction(String start) throws Exception {
    ForeignPool watched = attach(start, "first", "second");
    until(m -> m.workerCount() >= 2 && m.workers().stream().allMatch(RealPoolTest::isBusy));
    ProcessIdentity victim = model.worker(1).process().orElseThrow();

    CommandAnswer killed = answer(watched, new Command.Signal(1, victim, 9));
    until(m -> m.diedWorkers() == 1 && m.workerCount() == 3);
    Files.createFile(directory.resolve("second"));
    until(m -> says(m, VerdictKind.LOST_TASK, Certainty.CERTAIN));

    assertThat(killed).isEqualTo(new CommandAnswer.Accepted());
    assertThat(model.foreign().recognised().orElseThrow().kind())
        .isEqualTo(PoolKind.PYTHON_MULTIPROCESSING_POOL);
    assertThat(model.worker(3).replaces()).hasValue(1);
    Incident incident = model.incident(1);
    assertThat(incident.status()).isEqualTo(new ExitStatus.Signalled(9, false));
    assertThat(incident.cause().kind()).as("we sent it").isEqualTo(CauseKind.OPERATOR);
    assertThat(incident.sentence()).contains("its task is lost");

    assertThat(answer(watched, new Command.Stop("asked by the user")))
        .isEqualTo(new CommandAnswer.Accepted());
    until(m -> says(m, VerdictKind.ENDED, Certainty.CERTAIN));
    assertThat(model.workers()).allMatch(Worker::isDead);
  }

  @Test
  void signalGoesToTheProcessThatWasOnTheScreenOnly() throws Exception {
    ForeignPool watched = attach("fork", "first", "second");
    until(m -> m.workerCount() >= 2);
    ProcessIdentity now = model.worker(1).process().orElseThrow();
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, 0);

    CommandAnswer answer = answer(watched, new Command.Kill(1, earlier));

    assertThat(answer)
        .isEqualTo(new CommandAnswer.Refused("Worker 1 is not process " + now.pid() + " any more"));
    assertThat(ProcessHandle.of(now.pid()).orElseThrow().isAlive()).isTrue();
  }

  @Test
  void suspendedPoolIsToldAndGoesOn() throws Exception {
    ForeignPool watched = attach("fork", "first", "second");
    until(m -> m.workerCount() >= 2 && m.workers().stream().allMatch(RealPoolTest::isBusy));

    for (int worker : List.of(1, 2)) {
      answer(watched, new Command.Suspend(worker, model.worker(worker).process().orElseThrow()));
    }
    until(m -> says(m, VerdictKind.SUSPENDED, Certainty.CERTAIN));
    for (int worker : List.of(1, 2)) {
      answer(watched, new Command.Continue(worker, model.worker(worker).process().orElseThrow()));
    }
    until(m -> says(m, VerdictKind.HEALTHY, Certainty.CERTAIN));
    for (String name : List.of("first", "second", "last")) {
      Files.createFile(directory.resolve(name));
    }
    until(m -> says(m, VerdictKind.ENDED, Certainty.CERTAIN));

    assertThat(model.incidents()).as("a pool that ends in order").isEmpty();
  }

  private static CommandAnswer answer(ForeignPool pool, Command command) {
    return CompletableFuture.<CommandAnswer>completedFuture(new CommandAnswer.Accepted())
        .thenCompose(_ -> pool.send(command))
        .join();
  }
}
