package dev.lifeguard.journal;

import dev.lifeguard.job.Blame;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.job.WorkerForm;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What attaching to somebody else's pool tells: a worker is killed with its task, the pool forgets
/// the task, and its manager is ended.
final class ForeignStory {
  private final List<PoolEvent> events = new ArrayList<>();
  private long now;

  private ForeignStory() {}

  static List<PoolEvent> events() {
    ForeignStory story = new ForeignStory();
    story.attach();
    story.death();
    story.end();
    return List.copyOf(story.events);
  }

  /// The same pool with a module of ours in it: a task of three is lost and put back, and what was
  /// too short to be seen is counted.
  static List<PoolEvent> seenInside() {
    ForeignStory story = new ForeignStory();
    story.attach();
    story.inside();
    story.end();
    return List.copyOf(story.events);
  }

  private void inside() {
    add(new PoolEvent.PoolSeenInside(tick(), true, 0, 0));
    add(new PoolEvent.TasksQueued(tick(), 1, 12));
    add(new PoolEvent.TaskStarted(tick(), 1, 1, 1, "render #1, call 1"));
    add(
        new PoolEvent.TasksPassed(
            tick(), TaskOutcome.DONE, List.of(new TaskSpan(2, 3), new TaskSpan(6, 1))));
    add(new PoolEvent.TasksPassed(tick(), TaskOutcome.FAILED, List.of(new TaskSpan(5, 1))));
    died(OptionalInt.of(1), 1);
    add(new PoolEvent.TaskRequeued(tick(), 1, 1, Blame.TASK));
    worker(3, OptionalInt.of(1));
    add(new PoolEvent.TaskStarted(tick(), 1, 2, 3, "render #1, call 1"));
    add(
        new PoolEvent.TaskEnded(
            tick(), 1, TaskOutcome.DONE, 2, OptionalInt.of(3), new TaskAnswer.None()));
    add(new PoolEvent.PoolSeenInside(tick(), true, 2, 4));
    add(new PoolEvent.QueueAbandoned(tick(), 6));
  }

  private void attach() {
    add(
        new PoolEvent.JobStarted(
            0,
            new JobDescription(
                "docbuild.py",
                "python3 docbuild.py",
                Instant.parse("2026-11-20T11:40:05.123Z"),
                identity(4711),
                WorkerForm.PROCESS,
                2,
                1,
                OptionalLong.empty(),
                MemoryMeans.NONE,
                "",
                HostSystem.LINUX)));
    add(
        new PoolEvent.PoolRecognised(
            tick(),
            PoolKind.PYTHON_MULTIPROCESSING_POOL,
            "all of its workers read tasks from one pipe",
            List.of("the tasks themselves"),
            ""));
    worker(1, OptionalInt.empty());
    worker(2, OptionalInt.empty());
    add(new PoolEvent.WorkerObserved(tick(), 1, WorkerActivity.BUSY, ""));
    add(new PoolEvent.WorkerObserved(tick(), 2, WorkerActivity.IDLE, "reads a pipe"));
    add(new PoolEvent.PipesFilled(tick(), 0, 0));
    ProcessReading helper =
        new ProcessReading(
            0, identity(4720), 4711, "python3", RunState.SLEEPING, 0, 0, MemoryReading.UNKNOWN);
    add(new PoolEvent.Sampled(tick(), List.of(helper), List.of(), 1_000));
    add(verdict(VerdictKind.HEALTHY, "Workers are at work.", ""));
  }

  private void death() {
    died(OptionalInt.empty(), 0);
    add(verdict(VerdictKind.LOST_TASK, "The call will never return.", "End it with SIGINT."));
    worker(3, OptionalInt.of(1));
  }

  private void died(OptionalInt task, int attempt) {
    DeathCause killed =
        new DeathCause(
            CauseKind.SIGNAL, OptionalInt.of(9), OptionalInt.empty(), "", Certainty.CERTAIN);
    add(
        new PoolEvent.WorkerDied(
            tick(),
            1,
            1,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(now - 100_000),
            OptionalLong.empty(),
            task,
            attempt,
            killed,
            List.of(new Evidence("wait status", "it was killed by SIGKILL", now - 100_000))));
  }

  private void end() {
    add(new PoolEvent.Sampled(tick(), List.of(), List.of(identity(4720)), 1_000));
    add(new PoolEvent.ManagerEnded(tick(), new ExitStatus.Exited(1)));
    add(verdict(VerdictKind.ENDED, "The manager ended with exit code 1.", ""));
  }

  private PoolEvent verdict(VerdictKind kind, String sentence, String remedy) {
    return new PoolEvent.VerdictReached(
        tick(),
        new Verdict(
            kind,
            Certainty.CERTAIN,
            sentence,
            List.of(new Evidence("pipes", "0 bytes wait in the task pipe", now)),
            remedy));
  }

  private void worker(int number, OptionalInt replaces) {
    add(new PoolEvent.WorkerStarting(tick(), number, replaces));
    add(new PoolEvent.WorkerSpawned(tick(), number, identity(4711 + number)));
    add(new PoolEvent.WorkerReady(tick(), number, "python3.11", 4711 + number));
  }

  private static ProcessIdentity identity(long pid) {
    return new ProcessIdentity(pid, 1_000_000 + pid, 0);
  }

  private void add(PoolEvent event) {
    events.add(event);
  }

  private long tick() {
    now += 1_500_250;
    return now;
  }
}
