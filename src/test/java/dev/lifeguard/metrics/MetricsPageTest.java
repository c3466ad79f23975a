package dev.lifeguard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WorkerForm;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
  private static final long SECOND = 1_000_000_000L;
  private static final ProcessIdentity SUPERVISOR = new ProcessIdentity(1, 1, 1);
  private static final DeathCause KILLED = killed(CauseKind.SIGNAL);

  private final JobModel model = new JobModel();

  @Test
  void aJobThatHasNotBegunIsWellFormed() {
    assertThat(page()).containsEntry("lifeguard_tasks{state=\"queued\"}", 0.0);
  }

  @Test
  void tellsWhatTheModelKnows() {
    begin("docs");
    failAndRetry();
    killWorkerTwo();
    sample(
        2 * SECOND,
        new ProcessReading(
            1, process(11), 1, "python3", RunState.RUNNING, 0.5, 7, memory(100, 300, 900)),
        new ProcessReading(1, process(99), 11, "sh", RunState.SLEEPING, 0, 0, memory(10, 20, 30)),
        new ProcessReading(0, SUPERVISOR, 0, "java", RunState.RUNNING, 0.1, 7, memory(5000, 1, 1)));
    Map<String, Double> page = page();
    assertThat(page)
        .containsEntry("lifeguard_job_start_time_seconds", 1000.0)
        .containsEntry("lifeguard_tasks{state=\"queued\"}", 3.0)
        .containsEntry("lifeguard_tasks{state=\"running\"}", 0.0)
        .containsEntry("lifeguard_tasks{state=\"done\"}", 1.0)
        .containsEntry("lifeguard_attempts_started_total", 3.0)
        .containsEntry("lifeguard_attempts_total{outcome=\"done\"}", 1.0)
        .containsEntry("lifeguard_attempts_total{outcome=\"failed\"}", 1.0)
        .containsEntry("lifeguard_attempts_total{outcome=\"lost\"}", 1.0)
        .containsEntry("lifeguard_workers{state=\"idle\"}", 1.0)
        .containsEntry("lifeguard_workers{state=\"starting\"}", 1.0)
        .containsEntry("lifeguard_workers_wanted", 2.0)
        .containsEntry("lifeguard_worker_restarts_total", 1.0)
        .containsEntry("lifeguard_worker_deaths_total{cause=\"signal\"}", 1.0)
        .containsEntry("lifeguard_memory_resident_bytes", 110.0)
        .containsEntry("lifeguard_memory_committed_bytes", 320.0)
        .containsEntry("lifeguard_memory_reserved_bytes", 930.0)
        .containsEntry("lifeguard_supervisor_resident_bytes", 5000.0)
        .containsEntry("lifeguard_recording_up", 1.0);
    assertThat(page.keySet()).as("nobody knows").doesNotContain("lifeguard_memory_swap_bytes");
  }

  @Test
  void aDeathIsCountedOnceItsCauseIsSettled() {
    begin("docs");
    killWorkerTwo();
    String signal = "lifeguard_worker_deaths_total{cause=\"signal\"}";
    String oom = "lifeguard_worker_deaths_total{cause=\"kernel-oom\"}";
    assertThat(page()).containsEntry(signal, 0.0).containsEntry(oom, 0.0);
    model.apply(
        new PoolEvent.CauseRefined(
            61, 1, Optional.of(killed(CauseKind.KERNEL_OOM)), List.of(), List.of()));
    sample(2 * SECOND);
    assertThat(page()).containsEntry(signal, 0.0).containsEntry(oom, 1.0);
  }

  @Test
  void namesMayHoldWhatTheyLike() {
    begin("a \"quoted\" \\ name\nof two lines, {braces} and an é");
    assertThat(page())
        .containsKey(
            "lifeguard_job_info{job=\"a \\\"quoted\\\" \\\\ name\\nof two lines, {braces} and an"
                + " é\",version=\"9.1\"}");
  }

  private Map<String, Double> page() {
    return PrometheusText.parse(MetricsPage.of(MetricsReading.of(model), "9.1"));
  }

  private void begin(String name) {
    model.apply(
        new PoolEvent.JobStarted(
            0,
            new JobDescription(
                name,
                "m:f",
                Instant.ofEpochSecond(1000),
                SUPERVISOR,
                WorkerForm.PROCESS,
                2,
                3,
                OptionalLong.empty(),
                MemoryMeans.NONE,
                "/run",
                HostSystem.LINUX)));
    model.apply(new PoolEvent.TasksQueued(1, 1, 4));
    for (int worker = 1; worker <= 2; worker++) {
      model.apply(new PoolEvent.WorkerStarting(2, worker, OptionalInt.empty()));
      model.apply(new PoolEvent.WorkerSpawned(3, worker, process(10 + worker)));
      model.apply(new PoolEvent.WorkerReady(4, worker, "CPython", 10 + worker));
    }
  }

  private void failAndRetry() {
    model.apply(new PoolEvent.TaskStarted(10, 1, 1, 1, "a"));
    model.apply(
        new PoolEvent.TaskRetried(
            20,
            1,
            1,
            1,
            TaskOutcome.FAILED,
            new TaskAnswer.Failure("E", "m", Payload.EMPTY, false)));
    model.apply(new PoolEvent.TaskStarted(30, 2, 1, 1, "b"));
    model.apply(
        new PoolEvent.TaskEnded(
            40, 2, TaskOutcome.DONE, 1, OptionalInt.of(1), new TaskAnswer.Result(Payload.EMPTY)));
  }

  private void killWorkerTwo() {
    model.apply(new PoolEvent.TaskStarted(50, 3, 1, 2, "c"));
    model.apply(
        new PoolEvent.WorkerDied(
            60,
            1,
            2,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(59),
            OptionalLong.of(58),
            OptionalInt.of(3),
            1,
            KILLED,
            List.of()));
    model.apply(new PoolEvent.TaskRequeued(60, 3, 1, Blame.TASK));
    model.apply(new PoolEvent.WorkerStarting(60, 3, OptionalInt.of(2)));
  }

  private void sample(long atNanos, ProcessReading... readings) {
    model.apply(new PoolEvent.Sampled(atNanos, List.of(readings), List.of(), 0));
  }

  private static MemoryReading memory(long resident, long committed, long reserved) {
    return new MemoryReading(
        OptionalLong.of(resident),
        OptionalLong.of(committed),
        OptionalLong.of(reserved),
        OptionalLong.empty());
  }

  private static ProcessIdentity process(long pid) {
    return new ProcessIdentity(pid, 1, 1);
  }

  private static DeathCause killed(CauseKind kind) {
    return new DeathCause(kind, OptionalInt.of(9), OptionalInt.empty(), "", Certainty.CERTAIN);
  }
}
