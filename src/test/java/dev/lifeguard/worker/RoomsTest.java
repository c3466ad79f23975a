package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Workers in cgroups of their own, and what is found of them without.
@NotOnWindows
final class RoomsTest {
  private static final int SIGKILL = 9;
  private static final long LIMIT = 64L << 20;

  @TempDir private Path directory;

  private WorkerSettings settings(WorkerSettings.MemoryHold hold) {
    WorkerSettings usual = LivePort.settings(directory, "hard_tasks:do");
    return new WorkerSettings(
        usual.program(), usual.directory(), usual.environment(), hold, usual.messageLimitBytes());
  }

  static WorkerCgroups cgroups(OptionalLong limit) {
    CgroupOffer offer = Probes.forThisSystem().cgroups(limit, System::nanoTime);
    assumeTrue(offer instanceof CgroupOffer.Here, () -> "cgroups that we may make: " + offer);
    return ((CgroupOffer.Here) offer).cgroups();
  }

  @ParameterizedTest
  @EnumSource
  void daemonThatLeftItsSessionDiesWithItsWorker(LivePort.Means means) {
    WorkerCgroups cgroups = cgroups(OptionalLong.empty());
    try (LivePort live =
        new LivePort(means, settings(new WorkerSettings.MemoryHold.OwnCgroup(cgroups)))) {
      live.start(1);
      long daemon = Long.parseLong(live.ask(1, "\"daemon\"").toString());
      assertThat(LivePort.isAlive(daemon)).isTrue();
      assertThat(cgroups.directory().resolve("worker-1")).exists();
      live.port().release(1);
      live.until(() -> !LivePort.isAlive(daemon));
      live.until(() -> !Files.exists(cgroups.directory().resolve("worker-1")));
    }
    assertThat(cgroups.directory()).doesNotExist();
  }

  @Test
  void daemonIsFoundByItsMarkWhereThereAreNoCgroups() {
    try (LivePort live =
        new LivePort(LivePort.Means.NATIVE, settings(new WorkerSettings.MemoryHold.None()))) {
      live.start(1);
      live.start(2);
      long daemon = Long.parseLong(live.ask(1, "\"daemon\"").toString());
      long anothers = Long.parseLong(live.ask(2, "\"daemon\"").toString());
      live.port().release(1);
      live.until(() -> !LivePort.isAlive(daemon));
      assertThat(LivePort.isAlive(anothers)).isTrue();
      live.port().release(2);
      live.until(() -> !LivePort.isAlive(anothers));
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyByteOfAWorkerIsChargedToItsOwnCgroup(LivePort.Means means) throws IOException {
    WorkerCgroups cgroups = cgroups(OptionalLong.of(LIMIT));
    try (LivePort live =
        new LivePort(means, settings(new WorkerSettings.MemoryHold.OwnCgroup(cgroups)))) {
      long pid = live.start(1).pid();
      String own = Files.readString(Path.of("/proc", Long.toString(pid), "cgroup"));
      assertThat(own).contains(cgroups.directory().getFileName() + "/worker-1");
      String us = Files.readString(Path.of("/proc/self/cgroup"));
      assertThat(us).doesNotContain("/worker-");
      live.give(1, "[\"take\", 400]");
      assertThat(live.end(1))
          .isIn(new ExitStatus.Signalled(SIGKILL, false), new ExitStatus.Ambiguous(137));
      assertThat(cgroups.account(1, System.nanoTime()).orElseThrow().kills()).isEqualTo(1);
      live.port().release(1);
      live.until(() -> !Files.exists(cgroups.directory().resolve("worker-1")));
      WorkerCgroups.Account after = cgroups.account(1, System.nanoTime()).orElseThrow();
      assertThat(after.kills()).isEqualTo(1);
      assertThat(after.ownLimit()).isTrue();
      assertThat(after.peakBytes()).hasValue(LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void dataLimitHoldsBeforeTheTaskRuns(LivePort.Means means) {
    try (LivePort live =
        new LivePort(means, settings(new WorkerSettings.MemoryHold.DataLimit(LIMIT)))) {
      live.start(1);
      assertThat(live.askFailing(1, "[\"take\", 400]").type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"take\", 4]").toString()).isEqualTo("4194304");
    }
  }

  @Test
  void workerThatCannotBeLimitedIsNotStarted() throws IOException {
    WorkerCgroups cgroups = cgroups(OptionalLong.of(LIMIT));
    // Somebody else's directory where the job's should be.
    Files.createDirectory(cgroups.directory());
    try (LivePort live =
        new LivePort(
            LivePort.Means.NATIVE, settings(new WorkerSettings.MemoryHold.OwnCgroup(cgroups)))) {
      live.port().spawn(1);
      assertThat(live.await("spawnFailed", 1).value().toString())
          .startsWith("the kernel refused a cgroup for the worker");
    } finally {
      // The guard takes it away when it is still there.
      Files.deleteIfExists(cgroups.directory());
    }
  }
}
