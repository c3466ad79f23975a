package dev.lifeguard.engine;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.pool.Input;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessProbe.Watched;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.worker.WorkerSettings;
import dev.lifeguard.worker.WorkerSettings.MemoryHold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Memory limits with real workers, by each of the means. Those with cgroups are skipped where none
/// can be made.
@NotOnWindows
final class MemoryLimitTest {
  private static final long LIMIT = 64L << 20;
  private static final String WORK =
      """
      import os, signal, subprocess, sys, time

      def work(item):
          if item == 1:
              return len(bytearray(400 << 20))
          if item == 2:
              os.kill(os.getpid(), signal.SIGKILL)
          if item == 4:
              child = subprocess.run([sys.executable, "-c", "bytearray(400 << 20)"])
              time.sleep(4)
              os.kill(os.getpid(), signal.SIGKILL)
          return item
      """;

  @TempDir private Path directory;
  private final FirstWords firstWords = new FirstWords();
  private final RunClock clock = new RunClock();

  private WorkerCgroups cgroups(OptionalLong limit) {
    CgroupOffer offer = Probes.forThisSystem().cgroups(limit, clock);
    assumeTrue(offer instanceof CgroupOffer.Here, () -> "cgroups that we may make: " + offer);
    return ((CgroupOffer.Here) offer).cgroups();
  }

  private JobModel run(List<Integer> items, MemoryMeans means, MemoryHold hold) throws Exception {
    PoolPolicy policy =
        PoolPolicy.usual(2)
            .with(new PoolPolicy.Retry(0, 0, 0, 1))
            .with(
                means == MemoryMeans.NONE
                    ? PoolPolicy.Memory.UNLIMITED
                    : new PoolPolicy.Memory(OptionalLong.of(LIMIT), means));
    Files.writeString(directory.resolve("work.py"), WORK);
    EngineSettings settings =
        new EngineSettings(
            "memory",
            "work:work",
            directory.toString(),
            policy,
            new WorkerSettings(
                new WorkerSettings.Program.Python(
                    "python3",
                    "work:work",
                    Optional.empty(),
                    new WorkerSettings.PythonStart.Spawn()),
                directory,
                Map.of(),
                hold,
                1 << 20),
            clock,
            Duration.ofMillis(250));
    Engine engine = new Engine(settings, new Given(items), Probes.forThisSystem(), firstWords);
    engine.start();
    PoolEvent.JobEnded _ = engine.ended().get(60, TimeUnit.SECONDS);
    return engine.look(model -> model).toCompletableFuture().get();
  }

  @Test
  void taskOverItsLimitIsCertainlyKilledByTheKernel() throws Exception {
    WorkerCgroups cgroups = cgroups(OptionalLong.of(LIMIT));
    JobModel model = run(List.of(1, 7), MemoryMeans.CGROUP, new MemoryHold.OwnCgroup(cgroups));
    Incident incident = model.incidents().getFirst();
    assertThat(firstWords.causes).as("told at once").containsExactly(CauseKind.KERNEL_OOM);
    assertThat(incident.cause().kind()).isEqualTo(CauseKind.KERNEL_OOM);
    assertThat(incident.cause().certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(incident.sentence())
        .contains("killed by the kernel, out of memory (its own limit of 64.0 MiB, cgroup v")
        .contains("; peak 64.0 MiB)");
    assertThat(incident.evidence())
        .filteredOn(it -> it.source().equals("own cgroup"))
        .extracting(Evidence::text)
        .anyMatch(text -> text.contains("killed 1 process"));
    assertThat(model.taskState(2)).isEqualTo(TaskState.DONE);
    assertThat(cgroups.directory()).doesNotExist();
  }

  @Test
  void sigkillFromOutsideIsNeverCalledOutOfMemory() throws Exception {
    JobModel model =
        run(
            List.of(1, 2),
            MemoryMeans.CGROUP,
            new MemoryHold.OwnCgroup(cgroups(OptionalLong.of(LIMIT))));
    assertThat(model.incidents())
        .filteredOn(it -> it.task().orElse(0) == 2)
        .extracting(it -> it.cause().kind())
        .containsExactly(CauseKind.SIGNAL);
    assertThat(model.incidents())
        .filteredOn(it -> it.task().orElse(0) == 1)
        .extracting(it -> it.cause().kind())
        .containsExactly(CauseKind.KERNEL_OOM);
  }

  /// Version 2 kills a worker and its descendants together.
  @Test
  void grandchildThatTheKernelKilledEarlierExplainsNoDeath() throws Exception {
    WorkerCgroups cgroups = cgroups(OptionalLong.of(LIMIT));
    assumeTrue(cgroups.directory().startsWith("/sys/fs/cgroup/memory"), "cgroups of version 1");
    JobModel model = run(List.of(4), MemoryMeans.CGROUP, new MemoryHold.OwnCgroup(cgroups));
    assertThat(model.incidents()).hasSize(1);
    assertThat(model.incidents().getFirst().cause().kind()).isEqualTo(CauseKind.SIGNAL);
  }

  @Test
  void peakIsToldOfOtherDeathsAsWell() throws Exception {
    JobModel model =
        run(List.of(2), MemoryMeans.NONE, new MemoryHold.OwnCgroup(cgroups(OptionalLong.empty())));
    assertThat(model.incidents().getFirst().evidence())
        .filteredOn(it -> it.source().equals("own cgroup"))
        .extracting(Evidence::text)
        .anyMatch(text -> text.startsWith("used at most "));
  }

  @Test
  void dataLimitMakesTheAllocationFailAndKeepsTheWorker() throws Exception {
    JobModel model = run(List.of(1, 7), MemoryMeans.DATA_LIMIT, new MemoryHold.DataLimit(LIMIT));
    assertThat(model.taskState(1)).isEqualTo(TaskState.FAILED);
    assertThat(model.failure(1).orElseThrow().type()).isEqualTo("MemoryError");
    assertThat(model.taskState(2)).isEqualTo(TaskState.DONE);
    assertThat(model.incidents()).isEmpty();
  }

  @Test
  void watchTellsOnceOfAWorkerOverItsLimit() throws Exception {
    List<Input> told = new CopyOnWriteArrayList<>();
    Probes probes = Probes.forThisSystem();
    var watch = new MemoryWatch(probes.residentMeter(), LIMIT, clock, told::add);
    Process hog =
        new ProcessBuilder(
                "python3",
                "-c",
                "import subprocess, sys\n"
                    + "subprocess.run([sys.executable, '-c',"
                    + " 'import time; x = bytearray(200 << 20); time.sleep(60)'])")
            .start();
    try {
      watch.watch(List.of(new Watched(3, probes.identity(hog.pid()).orElseThrow())));
      watch.start();
      await().until(() -> !told.isEmpty());
      assertThat(told.getFirst())
          .isInstanceOfSatisfying(
              Input.OverMemory.class,
              over -> {
                assertThat(over.worker()).isEqualTo(3);
                assertThat(over.process().pid()).isEqualTo(hog.pid());
                assertThat(over.residentBytes()).isGreaterThan(LIMIT);
              });
    } finally {
      watch.stop();
      hog.descendants().forEach(ProcessHandle::destroyForcibly);
      hog.destroyForcibly().waitFor();
    }
    assertThat(told).hasSize(1);
  }

  /// These items.
  private static final class Given implements TaskSource {
    private final List<Integer> items;
    private boolean told;

    Given(List<Integer> items) {
      this.items = items;
    }

    @Override
    public int discover() {
      int found = told ? 0 : items.size();
      told = true;
      return found;
    }

    @Override
    public boolean isStream() {
      return false;
    }

    @Override
    public List<Item> read(int firstTask, int count) {
      return items.subList(firstTask - 1, firstTask - 1 + count).stream()
          .map(item -> new Item(Payload.of(item.toString()), item.toString()))
          .toList();
    }

    @Override
    public void close() {}
  }

  /// Records nothing. Remembers what each death was said to be when it was first told.
  private static final class FirstWords extends NoRecorder {
    private final List<CauseKind> causes = new CopyOnWriteArrayList<>();

    @Override
    public void accept(List<PoolEvent> batch) {
      for (PoolEvent event : batch) {
        if (event instanceof PoolEvent.WorkerDied died) {
          causes.add(died.cause().kind());
        }
      }
    }
  }
}
