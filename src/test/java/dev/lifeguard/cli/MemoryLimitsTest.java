package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.JobOffer;
import dev.lifeguard.probe.StartedProcess;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.worker.WorkerSettings.MemoryHold;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Which means holds workers to their memory limit.
final class MemoryLimitsTest {
  private static final OptionalLong LIMIT = OptionalLong.of(64L << 20);

  private static CgroupOffer here(OptionalLong limitBytes) {
    return new CgroupOffer.Here(new NoCgroups(), "cgroup v1 below /x");
  }

  private static CgroupOffer notHere(OptionalLong limitBytes) {
    return new CgroupOffer.NotHere("no cgroup file system is mounted here");
  }

  @Test
  void ownCgroupComesFirst() throws Exception {
    MemoryLimits.Choice choice =
        MemoryLimits.choose(LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::here, "");
    assertThat(choice.memory().means()).isEqualTo(MemoryMeans.CGROUP);
    assertThat(choice.memory().limitBytes()).isEqualTo(LIMIT);
    assertThat(choice.hold()).isInstanceOf(MemoryHold.OwnCgroup.class);
    assertThat(choice.words())
        .isEqualTo(
            "memory limit: the kernel enforces it, by a cgroup for each worker (cgroup v1 below"
                + " /x)");
  }

  @Test
  void pythonFallsBackToItsDataLimitWithTheReason() throws Exception {
    MemoryLimits.Choice choice =
        MemoryLimits.choose(LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::notHere, "");
    assertThat(choice.memory().means()).isEqualTo(MemoryMeans.DATA_LIMIT);
    assertThat(choice.hold()).isEqualTo(new MemoryHold.DataLimit(LIMIT.getAsLong()));
    assertThat(choice.words())
        .startsWith("memory limit: RLIMIT_DATA enforces it")
        .endsWith("(no cgroup for each worker: no cgroup file system is mounted here)");
  }

  @Test
  void othersFallBackToMeasuring() throws Exception {
    MemoryLimits.Choice choice =
        MemoryLimits.choose(LIMIT, MemoryLimits.Workers.OTHERS, MemoryLimitsTest::notHere, "");
    assertThat(choice.memory().means()).isEqualTo(MemoryMeans.SAMPLER);
    assertThat(choice.hold()).isEqualTo(new MemoryHold.None());
  }

  @Test
  void commitLimitOfAJobObjectHoldsOnWindowsWhateverAWorkerIs() throws Exception {
    WorkerJobs jobs = new NoJobs();
    MemoryLimits.Choice choice =
        MemoryLimits.onWindows(LIMIT, _ -> new JobOffer.Here(jobs, "a job object, nested"), "");
    assertThat(choice.memory().means()).isEqualTo(MemoryMeans.JOB_OBJECT);
    assertThat(choice.hold()).isEqualTo(new MemoryHold.JobObject(jobs));
    assertThat(choice.words())
        .contains("the commit limit of each worker's job object enforces it")
        .endsWith("(a job object, nested)");
    assertThat(
            MemoryLimits.onWindows(OptionalLong.empty(), _ -> new JobOffer.Here(jobs, ""), "")
                .hold())
        .as("it serves to kill as well")
        .isEqualTo(new MemoryHold.JobObject(jobs));
  }

  @Test
  void windowsWithoutJobObjectsMeasures() throws Exception {
    JobOffer none = new JobOffer.NotHere("the job around us allows none");
    MemoryLimits.Choice choice = MemoryLimits.onWindows(LIMIT, _ -> none, "");
    assertThat(choice.memory().means()).isEqualTo(MemoryMeans.SAMPLER);
    assertThat(choice.words())
        .endsWith("(no job object for each worker: the job around us allows none)");
    assertThatThrownBy(() -> MemoryLimits.onWindows(LIMIT, _ -> none, "job"))
        .hasMessageContaining("the job around us allows none");
    assertThatThrownBy(() -> MemoryLimits.onWindows(LIMIT, _ -> none, "data"))
        .hasMessageContaining("is a means of Linux");
    assertThatThrownBy(() ->
            MemoryLimits.choose(LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::here, "job"))
        .hasMessageContaining("is a means of Windows");
  }

  @Test
  void withoutALimitCgroupsServeToKill() throws Exception {
    MemoryLimits.Choice choice =
        MemoryLimits.choose(
            OptionalLong.empty(), MemoryLimits.Workers.PYTHON, MemoryLimitsTest::here, "");
    assertThat(choice.memory().means()).isEqualTo(MemoryMeans.NONE);
    assertThat(choice.hold()).isInstanceOf(MemoryHold.OwnCgroup.class);
    assertThat(choice.words()).isEmpty();
    assertThat(
            MemoryLimits.choose(
                    OptionalLong.empty(),
                    MemoryLimits.Workers.PYTHON,
                    MemoryLimitsTest::notHere,
                    "")
                .hold())
        .isEqualTo(new MemoryHold.None());
    assertThat(
            MemoryLimits.choose(
                    OptionalLong.empty(),
                    MemoryLimits.Workers.PYTHON,
                    MemoryLimitsTest::here,
                    "none")
                .hold())
        .isEqualTo(new MemoryHold.None());
  }

  /// The way into one costs a short command more than it is worth only to kill by.
  @Test
  void commandsHaveCgroupsOnlyForALimit() throws Exception {
    MemoryLimits.Workers commands = MemoryLimits.Workers.COMMANDS;
    assertThat(
            MemoryLimits.choose(OptionalLong.empty(), commands, MemoryLimitsTest::here, "").hold())
        .isEqualTo(new MemoryHold.None());
    assertThat(MemoryLimits.choose(LIMIT, commands, MemoryLimitsTest::here, "").hold())
        .isInstanceOf(MemoryHold.OwnCgroup.class);
    assertThat(MemoryLimits.choose(LIMIT, commands, MemoryLimitsTest::notHere, "").memory().means())
        .isEqualTo(MemoryMeans.SAMPLER);
  }

  @Test
  void meansCanBeForcedOrIsRefused() throws Exception {
    assertThat(
            MemoryLimits.choose(LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::here, "data")
                .memory()
                .means())
        .isEqualTo(MemoryMeans.DATA_LIMIT);
    assertThat(
            MemoryLimits.choose(
                    LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::here, "sampler")
                .memory()
                .means())
        .isEqualTo(MemoryMeans.SAMPLER);
    assertThatThrownBy(() ->
            MemoryLimits.choose(
                LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::notHere, "cgroup"))
        .hasMessageContaining("no cgroup file system");
    assertThatThrownBy(() ->
            MemoryLimits.choose(LIMIT, MemoryLimits.Workers.OTHERS, MemoryLimitsTest::here, "data"))
        .hasMessageContaining("for Python workers");
    assertThatThrownBy(() ->
            MemoryLimits.choose(
                LIMIT, MemoryLimits.Workers.PYTHON, MemoryLimitsTest::here, "magic"))
        .hasMessageContaining("is none of cgroup, data, job, sampler, none");
  }

  /// Never asked for anything here.
  private static final class NoCgroups implements WorkerCgroups {
    @Override
    public Path directory() {
      return Path.of("/x");
    }

    @Override
    public Room prepare(int worker) {
      throw new IllegalStateException("nothing is started here");
    }

    @Override
    public int kill(int worker) {
      return 0;
    }

    @Override
    public void remove(int worker) {}

    @Override
    public void mark() {}

    @Override
    public Optional<WorkerCgroups.Account> account(int worker, long diedAtNanos) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  /// Job objects that are only handed on.
  private static final class NoJobs implements WorkerJobs {
    @Override
    public void prepare(int worker) {}

    @Override
    public StartedProcess start(int worker, ProcessBuilder how) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int kill(int worker) {
      return 0;
    }

    @Override
    public boolean suspend(int worker) {
      return false;
    }

    @Override
    public boolean resume(int worker) {
      return false;
    }

    @Override
    public List<ProcessIdentity> members(int worker) {
      return List.of();
    }

    @Override
    public WorkerJobs.Account account(int worker) {
      return new WorkerJobs.Account(OptionalLong.empty(), OptionalLong.empty(), false);
    }

    @Override
    public void remove(int worker) {}

    @Override
    public void close() {}
  }
}
