package dev.lifeguard.journal;

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
import dev.lifeguard.job.Origin;
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

/// A short job in which everything happens that a recording must tell: a kill from outside and a
/// second try, the kernel's out-of-memory kill, a user's kill, an exception with and without a
/// retry, an early end.
final class Story {
  static final Instant START = Instant.parse("2026-11-20T11:40:05.123Z");
  static final ProcessIdentity SUPERVISOR = process(4600);

  private final List<PoolEvent> events = new ArrayList<>();
  private long now;

  private Story() {}

  static JournalHeader header() {
    return header(2);
  }

  static JournalHeader header(int minor) {
    return new JournalHeader(
        1,
        minor,
        "0.1.0",
        "Linux 6.1.0 amd64",
        SUPERVISOR,
        START,
        "docbuild",
        Optional.empty(),
        Optional.empty());
  }

  /// The item of a task, as the engine would hand it out.
  static Payload item(int task) {
    return Payload.of("\"doc-" + task + ".txt\"");
  }

  static List<PoolEvent> events() {
    Story story = new Story();
    story.begin();
    story.aKillFromOutside();
    story.theKernelsKill();
    story.aUsersKill();
    story.exceptions();
    story.anEarlyEnd();
    return List.copyOf(story.events);
  }

  private void begin() {
    JobDescription job =
        new JobDescription(
            "docbuild",
            "docs.build:one_document",
            START,
            SUPERVISOR,
            WorkerForm.PROCESS,
            2,
            3,
            OptionalLong.of(2L << 30),
            MemoryMeans.CGROUP,
            "/home/ada/.local/state/lifeguard/runs/docbuild-20261120-114005",
            HostSystem.LINUX);
    events.add(new PoolEvent.JobStarted(0, job));
    events.add(new PoolEvent.TasksQueued(tick(), 1, 7));
    events.add(new PoolEvent.SourceEnded(tick()));
    worker(1, OptionalInt.empty());
    worker(2, OptionalInt.empty());
    start(1, 1, 1);
    start(2, 1, 2);
    events.add(
        new PoolEvent.Sampled(
            tick(),
            List.of(reading(0, 4600), reading(1, 4701), reading(1, 4790), reading(2, 4702)),
            List.of(),
            412_345));
    done(1, 1, 1, "{\"pages\":12,\"title\":\"Über uns\"}");
    start(3, 1, 1);
  }

  private void aKillFromOutside() {
    died(1, 2, 2, 1, new ExitStatus.Signalled(9, false), signal(9));
    events.add(new PoolEvent.TaskRequeued(tick(), 2, 1, Blame.TASK));
    worker(3, OptionalInt.of(2));
    start(2, 2, 3);
    done(2, 2, 3, "{\"pages\":3}");
    start(4, 1, 3);
  }

  private void theKernelsKill() {
    died(2, 1, 3, 1, new ExitStatus.Signalled(9, false), signal(9));
    events.add(new PoolEvent.TaskRequeued(tick(), 3, 1, Blame.TASK));
    events.add(
        new PoolEvent.CauseRefined(
            tick(),
            2,
            Optional.of(
                new DeathCause(
                    CauseKind.KERNEL_OOM,
                    OptionalInt.of(9),
                    OptionalInt.empty(),
                    "",
                    Certainty.CERTAIN)),
            List.of(new Evidence("cgroup", "oom_kill rose from 0 to 1", now)),
            List.of("reading doc-3.txt", "allocating 1.9 GiB")));
    events.add(new PoolEvent.RestartDelayed(tick(), 2, now + 100_000_000));
    worker(4, OptionalInt.of(1));
    start(3, 2, 4);
    died(3, 4, 3, 2, new ExitStatus.Signalled(11, true), signal(11));
    events.add(ended(3, TaskOutcome.QUARANTINED, 2, 4, new TaskAnswer.Lost(3)));
    worker(5, OptionalInt.of(4));
    start(5, 1, 5);
  }

  private void aUsersKill() {
    events.add(new PoolEvent.WorkerSignalling(tick(), 3, 9, Origin.OPERATOR, "asked for by ada"));
    DeathCause cause =
        new DeathCause(
            CauseKind.OPERATOR,
            OptionalInt.of(9),
            OptionalInt.empty(),
            "asked for by ada",
            Certainty.CERTAIN);
    died(4, 3, 4, 1, new ExitStatus.Signalled(9, false), cause);
    events.add(new PoolEvent.TaskRequeued(tick(), 4, 1, Blame.OTHERS));
    worker(6, OptionalInt.of(3));
    start(4, 2, 6);
    done(4, 2, 6, "null");
  }

  private void exceptions() {
    TaskAnswer.Failure failure =
        new TaskAnswer.Failure(
            "ValueError",
            "no title in \"doc-5.txt\"",
            Payload.of(
                "{\"type\":\"ValueError\",\"message\":\"no title in \\\"doc-5.txt\\\"\","
                    + "\"traceback\":\"Traceback (most recent call last):\\n  …\"}"));
    events.add(new PoolEvent.TaskRetried(tick(), 5, 1, 5, TaskOutcome.FAILED, failure));
    start(5, 2, 5);
    events.add(ended(5, TaskOutcome.FAILED, 2, 5, failure));
    start(6, 1, 6);
  }

  private void anEarlyEnd() {
    events.add(new PoolEvent.PoolStopping(tick(), "interrupted by Ctrl-C"));
    events.add(new PoolEvent.QueueAbandoned(tick(), 1));
    events.add(ended(6, TaskOutcome.CANCELLED, 1, 6, new TaskAnswer.None()));
    for (int worker : new int[] {5, 6}) {
      events.add(new PoolEvent.WorkerStopping(tick(), worker, StopReason.SHUTDOWN));
      events.add(new PoolEvent.WorkerEnded(tick(), worker, new ExitStatus.Exited(0)));
    }
    events.add(new PoolEvent.JobEnded(tick(), JobEnd.STOPPED, 130));
  }

  private void worker(int worker, OptionalInt replaces) {
    events.add(new PoolEvent.WorkerStarting(tick(), worker, replaces));
    events.add(new PoolEvent.WorkerSpawned(tick(), worker, process(4700 + worker)));
    events.add(new PoolEvent.WorkerReady(tick(), worker, "CPython 3.11.7", 4700 + worker));
  }

  private void start(int task, int attempt, int worker) {
    events.add(
        new PoolEvent.TaskStarted(tick(), task, attempt, worker, "\"doc-" + task + ".txt\""));
  }

  private void done(int task, int attempts, int worker, String result) {
    events.add(
        ended(task, TaskOutcome.DONE, attempts, worker, new TaskAnswer.Result(Payload.of(result))));
  }

  private PoolEvent ended(
      int task, TaskOutcome outcome, int attempts, int worker, TaskAnswer answer) {
    return new PoolEvent.TaskEnded(tick(), task, outcome, attempts, OptionalInt.of(worker), answer);
  }

  private void died(
      int incident, int worker, int task, int attempt, ExitStatus status, DeathCause cause) {
    long closed = tick();
    long exit = closed + 310_000;
    now = exit + 42_001;
    events.add(
        new PoolEvent.WorkerDied(
            now,
            incident,
            worker,
            status,
            OptionalLong.of(exit),
            OptionalLong.of(closed),
            OptionalInt.of(task),
            attempt,
            cause,
            List.of(new Evidence("wait status", "killed by a signal", exit))));
  }

  private static DeathCause signal(int number) {
    return new DeathCause(
        CauseKind.SIGNAL, OptionalInt.of(number), OptionalInt.empty(), "", Certainty.CERTAIN);
  }

  private static ProcessIdentity process(long pid) {
    return new ProcessIdentity(pid, 1_000_000 + pid, START.toEpochMilli() + pid);
  }

  private static ProcessReading reading(int worker, long pid) {
    return new ProcessReading(
        worker,
        process(pid),
        4600,
        "python3",
        RunState.SLEEPING,
        0.125,
        12_000_000,
        new MemoryReading(
            OptionalLong.of(48L << 20),
            OptionalLong.of(61L << 20),
            OptionalLong.empty(),
            OptionalLong.of(50L << 20),
            OptionalLong.of(41L << 20),
            OptionalLong.of(38L << 20),
            OptionalLong.of(3L << 20)));
  }

  private long tick() {
    now += 1_500_250;
    return now;
  }
}
