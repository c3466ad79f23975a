package dev.lifeguard.gui.story;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WorkerForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Tells the events of a job, one after the other, in the words of a test.
public final class Story {
  /// When every job of these tests starts.
  public static final Instant START = Instant.parse("2026-11-20T12:04:05Z");

  private static final long GIB = 1L << 30;
  private static final long MILLI = 1_000_000L;

  private final List<PoolEvent> events = new ArrayList<>();
  private long now;
  private int incidents;

  /// The events told so far.
  public List<PoolEvent> events() {
    return List.copyOf(events);
  }

  /// Lets time pass.
  public Story after(long millis) {
    now += millis * MILLI;
    return this;
  }

  /// The job begins.
  public Story job(String name, int workers, int tasks) {
    return job(name, WorkerForm.PROCESS, workers, tasks);
  }

  /// A job begins in which each attempt is a process of its own.
  public Story slots(String name, int workers, int tasks) {
    return job(name, WorkerForm.SLOT, workers, tasks);
  }

  private Story job(String name, WorkerForm form, int workers, int tasks) {
    return add(new PoolEvent.JobStarted(
            now,
            new JobDescription(
                name,
                "primes:factor",
                START,
                identity(23410),
                form,
                workers,
                3,
                OptionalLong.of(4 * GIB),
                MemoryMeans.CGROUP,
                "/home/kim/.local/state/lifeguard/runs/" + name + "-20261120-120405",
                HostSystem.LINUX)))
        .add(new PoolEvent.TasksQueued(now, 1, tasks))
        .add(new PoolEvent.SourceEnded(now));
  }

  /// A worker comes up, instead of a dead one if that is not 0.
  public Story worker(int number, long pid, int replaces) {
    OptionalInt dead = replaces == 0 ? OptionalInt.empty() : OptionalInt.of(replaces);
    return add(new PoolEvent.WorkerStarting(now, number, dead))
        .after(1)
        .add(new PoolEvent.WorkerSpawned(now, number, identity(pid)));
  }

  /// A slot opens, or opens again.
  public Story opens(int slot) {
    return add(new PoolEvent.WorkerStarting(now, slot, OptionalInt.empty()))
        .add(new PoolEvent.WorkerReady(now, slot, "convert", 0));
  }

  /// The process of an attempt in a slot.
  public Story attempt(int slot, long pid) {
    return add(new PoolEvent.WorkerSpawned(now, slot, identity(pid)));
  }

  /// It says hello.
  public Story ready(int worker) {
    return add(new PoolEvent.WorkerReady(now, worker, "CPython 3.11.7", 1));
  }

  /// It takes a task.
  public Story starts(int worker, int task, int attempt, String item) {
    return add(new PoolEvent.TaskStarted(now, task, attempt, worker, item));
  }

  /// The task ends with a result.
  public Story done(int worker, int task, int attempts) {
    return add(
        new PoolEvent.TaskEnded(
            now,
            task,
            TaskOutcome.DONE,
            attempts,
            OptionalInt.of(worker),
            new TaskAnswer.Result(Payload.EMPTY)));
  }

  /// The task ends because its worker's memory limit refused it more.
  public Story refusedMemory(int worker, int task) {
    return ends(worker, task, new TaskAnswer.Failure("MemoryError", "", Payload.EMPTY, true));
  }

  /// The task ends with an exception.
  public Story fails(int worker, int task, String type, String message) {
    return ends(worker, task, new TaskAnswer.Failure(type, message, Payload.EMPTY));
  }

  private Story ends(int worker, int task, TaskAnswer.Failure failure) {
    return add(
        new PoolEvent.TaskEnded(now, task, TaskOutcome.FAILED, 1, OptionalInt.of(worker), failure));
  }

  /// A signal from elsewhere kills a worker with a task in its hands.
  public Story killed(int worker, int task, int attempt, int signal) {
    incidents++;
    add(
        new PoolEvent.WorkerDied(
            now + 1_300_000,
            incidents,
            worker,
            new ExitStatus.Signalled(signal, false),
            OptionalLong.of(now),
            OptionalLong.of(now + 500_000),
            OptionalInt.of(task),
            attempt,
            new DeathCause(
                CauseKind.SIGNAL,
                OptionalInt.of(signal),
                OptionalInt.empty(),
                "",
                Certainty.CERTAIN),
            List.of(
                new Evidence("wait status", "killed by signal " + signal, now),
                new Evidence(
                    "protocol pipe", "ended in the middle of task " + task, now + 500_000))));
    now += 1_600_000;
    return this;
  }

  /// A worker is found to stand still.
  public Story hung(int worker, int task, int attempt, long sinceMillis, String waitsFor) {
    incidents++;
    return add(
        new PoolEvent.WorkerHung(
            now,
            incidents,
            worker,
            OptionalInt.of(task),
            attempt,
            now - sinceMillis * MILLI,
            waitsFor,
            List.of(
                new Evidence("thread", "23418 python3 is in futex_wait_queue", now),
                new Evidence(
                    "processor", "0.0 % of one processor in 60 s, no input, no output", now))));
  }

  /// The lost attempt goes back to the queue.
  public Story requeued(int task, int attempt) {
    return add(new PoolEvent.TaskRequeued(now, task, attempt, Blame.TASK));
  }

  /// The task has killed too often.
  public Story quarantined(int task, int attempts, int worker) {
    return add(
        new PoolEvent.TaskEnded(
            now,
            task,
            TaskOutcome.QUARANTINED,
            attempts,
            OptionalInt.of(worker),
            new TaskAnswer.Lost(incidents)));
  }

  /// More is found out about the latest incident.
  public Story refined(String source, String text, String... output) {
    return add(
        new PoolEvent.CauseRefined(
            now,
            incidents,
            Optional.empty(),
            List.of(new Evidence(source, text, now)),
            List.of(output)));
  }

  /// A worker is measured.
  public Story sampled(ProcessReading... readings) {
    return add(new PoolEvent.Sampled(now, List.of(readings), List.of(), 1_800_000));
  }

  /// The worker ends as wanted.
  public Story ends(int worker) {
    return add(new PoolEvent.WorkerStopping(now, worker, StopReason.NO_MORE_TASKS))
        .after(3)
        .add(new PoolEvent.WorkerEnded(now, worker, new ExitStatus.Exited(0)));
  }

  /// The job is over.
  public Story over(JobEnd end, int exitCode) {
    return add(new PoolEvent.JobEnded(now, end, exitCode));
  }

  /// Anything else.
  public Story add(PoolEvent event) {
    events.add(event);
    return this;
  }

  /// The time of the next event, in nanoseconds.
  public long now() {
    return now;
  }

  /// A process that was started some time after the job.
  public static ProcessIdentity identity(long pid) {
    return new ProcessIdentity(pid, pid * 7, START.toEpochMilli() + (pid - 23410) * 431);
  }

  /// What is measured of a process.
  public static ProcessReading reading(
      int worker, long pid, RunState state, double cpu, double resident, double committed) {
    return reading(worker, pid, 23410, "python3", state, cpu, resident, committed);
  }

  /// What is measured of a process, memory in GiB.
  public static ProcessReading reading(
      int worker,
      long pid,
      long parent,
      String name,
      RunState state,
      double cpu,
      double resident,
      double committed) {
    return new ProcessReading(
        worker,
        identity(pid),
        parent,
        name,
        state,
        cpu,
        0,
        new MemoryReading(
            bytes(resident), bytes(committed), bytes(committed * 1.12), bytes(resident * 1.02)));
  }

  private static OptionalLong bytes(double gib) {
    return OptionalLong.of((long) (gib * GIB));
  }
}
