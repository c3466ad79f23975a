package dev.lifeguard.metrics;

import dev.lifeguard.job.AttemptOutcome;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolMemory;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import dev.lifeguard.job.Worker;
import dev.lifeguard.job.WorkerState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// The figures of a job at one moment.
///
/// @param job what it is; empty before its first event
/// @param lastNanos the time of the latest event
/// @param workers how many of those that live are in each state
/// @param wantedWorkers how many the pool keeps
/// @param startedWorkers how many were ever started
/// @param replacements how many of them in the place of another one
/// @param recycledWorkers how many ended so that a fresh one could take their place
/// @param tasks how many tasks that count are in each state
/// @param attemptsStarted how many attempts were begun
/// @param attempts how many attempts ended in each way
/// @param deaths how many workers died of each cause, without the deaths of the last second
/// @param memory of all workers and what they started
/// @param supervisorMemory of the supervisor's own process
/// @param paused whether no task is started until a user says so
/// @param recorded whether everything is recorded so far
/// @param ended whether the job has ended
public record MetricsReading(
    Optional<JobDescription> job,
    long lastNanos,
    Map<WorkerState, Integer> workers,
    int wantedWorkers,
    int startedWorkers,
    int replacements,
    int recycledWorkers,
    Map<TaskState, Integer> tasks,
    int attemptsStarted,
    Map<AttemptOutcome, Integer> attempts,
    Map<CauseKind, Integer> deaths,
    PoolMemory memory,
    OptionalLong supervisorMemory,
    boolean paused,
    boolean recorded,
    boolean ended) {
  /// A counter may only grow, and a kill may turn out to be the kernel's a moment later. Evidence
  /// is looked for during a tenth of a second.
  private static final long SETTLED_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Takes the figures of a job: on the thread that owns it, in a time that grows with the workers
  /// and incidents that there ever were.
  public static MetricsReading of(JobModel model) {
    Map<WorkerState, Integer> workers = new EnumMap<>(WorkerState.class);
    List<MemoryReading> readings = new ArrayList<>();
    for (Worker worker : model.workers()) {
      if (!worker.isDead()) {
        workers.merge(worker.state(), 1, Integer::sum);
        worker.reading().map(ProcessReading::memory).ifPresent(readings::add);
        worker.descendants().forEach(descendant -> readings.add(descendant.memory()));
      }
    }
    return new MetricsReading(
        model.job(),
        model.lastNanos(),
        workers,
        model.wantedWorkers(),
        model.workerCount(),
        model.replacements(),
        model.recycledWorkers(),
        tasks(model),
        model.attemptsStarted(),
        attempts(model),
        deaths(model),
        PoolMemory.of(readings),
        supervisorMemory(model),
        model.isPaused(),
        model.recordingFault().isEmpty(),
        model.end().isPresent());
  }

  private static Map<TaskState, Integer> tasks(JobModel model) {
    Map<TaskState, Integer> tasks = new EnumMap<>(TaskState.class);
    for (TaskState state : TaskState.values()) {
      tasks.put(state, model.countOfCounting(state));
    }
    return tasks;
  }

  private static Map<AttemptOutcome, Integer> attempts(JobModel model) {
    Map<AttemptOutcome, Integer> attempts = new EnumMap<>(AttemptOutcome.class);
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      attempts.put(outcome, model.attempts(outcome));
    }
    return attempts;
  }

  private static Map<CauseKind, Integer> deaths(JobModel model) {
    Map<CauseKind, Integer> deaths = new EnumMap<>(CauseKind.class);
    long settled = model.end().isPresent() ? Long.MAX_VALUE : model.lastNanos() - SETTLED_NANOS;
    for (Incident incident : model.incidents()) {
      if (incident.isDeath() && decidedNanos(incident) <= settled) {
        deaths.merge(incident.cause().kind(), 1, Integer::sum);
      }
    }
    return deaths;
  }

  /// A hang that ended in death was decided twice.
  private static long decidedNanos(Incident incident) {
    return incident.timeline().stream()
        .filter(entry -> entry.step() == TimelineStep.DECIDED)
        .mapToLong(TimelineEntry::atNanos)
        .max()
        .orElse(incident.originNanos());
  }

  private static OptionalLong supervisorMemory(JobModel model) {
    return model
        .supervisor()
        .map(reading -> reading.memory().residentBytes())
        .orElse(OptionalLong.empty());
  }
}
