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
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A job in which an event of every type there is happens: begins like [Story], and goes on with
/// hangs, limits, repeated tasks, and a user who pauses, resizes and drains.
final class EventfulStory {
  private static final long SECOND = 1_000_000_000L;
  private static final String LOCK = "waits for a lock, without a deadline";

  private final List<PoolEvent> events = new ArrayList<>();
  private long now;

  private EventfulStory() {
    // Until its early end, which comes later here.
    List<PoolEvent> begin = Story.events();
    events.addAll(begin.subList(0, begin.size() - 9));
    now = events.getLast().atNanos();
  }

  static List<PoolEvent> events() {
    EventfulStory story = new EventfulStory();
    story.softLimit();
    story.hangs();
    story.aUserAtTheControls();
    story.recyclings();
    story.theEnd();
    return List.copyOf(story.events);
  }

  /// The same, and the job goes on under another supervisor.
  static List<PoolEvent> resumed() {
    EventfulStory story = new EventfulStory();
    story.events.clear();
    story.events.addAll(events());
    story.now = story.events.getLast().atNanos();
    story.resumption();
    return List.copyOf(story.events);
  }

  private void resumption() {
    now += 3600 * SECOND;
    JobDescription job =
        new JobDescription(
            "docbuild",
            "docs.build:one_document",
            Story.START,
            new ProcessIdentity(9100, 4_000_000, 0),
            WorkerForm.PROCESS,
            1,
            3,
            OptionalLong.empty(),
            MemoryMeans.NONE,
            "/home/ada/.local/state/lifeguard/runs/docbuild-20261120-114005",
            HostSystem.LINUX);
    add(new PoolEvent.JobResumed(tick(), job, List.of(8)));
    add(new PoolEvent.SourceEnded(tick()));
    worker(11, OptionalInt.empty());
    for (int task : new int[] {8, 11, 12}) {
      int attempt = task == 8 ? 2 : 1;
      add(new PoolEvent.TaskStarted(tick(), task, attempt, 11, "\"doc-" + task + ".txt\""));
      TaskAnswer done = new TaskAnswer.Result(Payload.of("1"));
      add(ended(task, TaskOutcome.DONE, OptionalInt.of(11), attempt, done));
    }
    add(new PoolEvent.WorkerStopping(tick(), 11, StopReason.NO_MORE_TASKS));
    add(new PoolEvent.WorkerEnded(tick(), 11, new ExitStatus.Exited(0)));
    add(new PoolEvent.JobEnded(tick(), JobEnd.FINISHED, 1));
  }

  private void softLimit() {
    add(new PoolEvent.TasksQueued(tick(), 8, 5));
    add(new PoolEvent.TaskStarted(tick(), 6, 1, 6, "\"doc-6.txt\""));
    add(new PoolEvent.TaskStarted(tick(), 7, 1, 5, "\"doc-7.txt\""));
    now += 8 * SECOND;
    add(new PoolEvent.TaskInterrupted(tick(), 6, 1, 6));
    TaskAnswer.Failure timeout = new TaskAnswer.Failure("SoftTimeout", "8 s", Payload.EMPTY);
    add(ended(6, TaskOutcome.TIMED_OUT, 6, timeout));
    TaskAnswer.Failure limit =
        new TaskAnswer.Failure(
            "MemoryError",
            "",
            Payload.of("{\"type\":\"MemoryError\",\"message\":\"\",\"traceback\":\"…\"}"),
            true);
    add(ended(7, TaskOutcome.FAILED, 5, limit));
  }

  private void hangs() {
    add(new PoolEvent.TaskStarted(tick(), 8, 1, 5, "\"doc-8.txt\""));
    long since = tick();
    now += 60 * SECOND;
    add(hung(5, 5, 8, since));
    now += 24 * SECOND;
    add(new PoolEvent.WorkerMoved(tick(), 5, 5));
    add(ended(8, TaskOutcome.DONE, 5, new TaskAnswer.Result(Payload.of("8"))));
    add(new PoolEvent.TaskStarted(tick(), 9, 1, 6, "\"doc-9.txt\""));
    since = tick();
    now += 60 * SECOND;
    add(hung(6, 6, 9, since));
    add(new PoolEvent.WorkerSignalling(tick(), 6, 9, Origin.POLICY, "it makes no progress"));
    add(new PoolEvent.WorkerUnkillable(tick(), 6));
    DeathCause hang =
        new DeathCause(
            CauseKind.HANG, OptionalInt.of(9), OptionalInt.empty(), LOCK, Certainty.CERTAIN);
    add(
        new PoolEvent.WorkerDied(
            tick(),
            6,
            6,
            new ExitStatus.Signalled(9, false),
            OptionalLong.of(now - 300_000),
            OptionalLong.empty(),
            OptionalInt.of(9),
            1,
            hang,
            List.of(new Evidence("wait status", "ended by signal 9 (SIGKILL)", now - 300_000))));
    add(new PoolEvent.TaskRequeued(tick(), 9, 1, Blame.TASK));
    worker(7, OptionalInt.of(6));
  }

  private void aUserAtTheControls() {
    add(new PoolEvent.PoolPaused(tick()));
    add(new PoolEvent.TaskRepeated(tick(), 13, 7));
    add(ended(10, TaskOutcome.CANCELLED, OptionalInt.empty(), 0, new TaskAnswer.None()));
    add(new PoolEvent.PoolResized(tick(), 3));
    add(new PoolEvent.SamplingChanged(tick(), 1_000_000_000));
    add(new PoolEvent.PoolContinued(tick()));
    worker(8, OptionalInt.empty());
    add(new PoolEvent.TaskStarted(tick(), 9, 2, 8, "\"doc-9.txt\""));
    add(ended(9, TaskOutcome.DONE, OptionalInt.of(8), 2, new TaskAnswer.Result(Payload.of("9"))));
    add(new PoolEvent.TaskStarted(tick(), 13, 1, 8, "\"doc-7.txt\""));
    TaskAnswer.Failure again = new TaskAnswer.Failure("OSError", "again", Payload.EMPTY);
    add(ended(13, TaskOutcome.FAILED, 8, again));
    add(new PoolEvent.TaskRepeated(tick(), 14, 13));
    add(new PoolEvent.TaskStarted(tick(), 14, 1, 8, "\"doc-7.txt\""));
    add(ended(14, TaskOutcome.DONE, 8, new TaskAnswer.Result(Payload.of("7"))));
  }

  private void recyclings() {
    int worker = 5;
    int fresh = 9;
    for (StopReason reason : List.of(StopReason.TASK_COUNT, StopReason.MEMORY)) {
      add(new PoolEvent.WorkerStopping(tick(), worker, reason));
      add(new PoolEvent.WorkerEnded(tick(), worker, new ExitStatus.Exited(0)));
      worker(fresh, OptionalInt.of(worker));
      worker = fresh++;
    }
  }

  private void theEnd() {
    add(new PoolEvent.PoolDraining(tick(), "drained by the user"));
    add(new PoolEvent.RecordingFailed(tick(), "The recording stopped: the disk is full"));
    add(new PoolEvent.Unrecognised(tick(), "worker-sang", "{\"type\":\"worker-sang\"}"));
    add(new PoolEvent.PoolGaveUp(tick(), "6 workers died within 30 s", List.of("no module docs")));
    add(new PoolEvent.PoolStopping(tick(), "interrupted by SIGINT"));
    add(new PoolEvent.QueueAbandoned(tick(), 3));
    add(new PoolEvent.JobEnded(tick(), JobEnd.GAVE_UP, 3));
  }

  private PoolEvent hung(int incident, int worker, int task, long since) {
    return new PoolEvent.WorkerHung(
        tick(),
        incident,
        worker,
        OptionalInt.of(task),
        1,
        since,
        LOCK,
        List.of(new Evidence("wchan", "thread 4705 is in futex_wait_queue", now)));
  }

  private PoolEvent ended(
      int task, TaskOutcome outcome, OptionalInt worker, int attempts, TaskAnswer answer) {
    return new PoolEvent.TaskEnded(tick(), task, outcome, attempts, worker, answer);
  }

  private PoolEvent ended(int task, TaskOutcome outcome, int worker, TaskAnswer answer) {
    return ended(task, outcome, OptionalInt.of(worker), 1, answer);
  }

  private void worker(int worker, OptionalInt replaces) {
    add(new PoolEvent.WorkerStarting(tick(), worker, replaces));
    ProcessIdentity process = new ProcessIdentity(4700 + worker, 1_000_000 + worker, 0);
    add(new PoolEvent.WorkerSpawned(tick(), worker, process));
    add(new PoolEvent.WorkerReady(tick(), worker, "CPython 3.11.7", 4700 + worker));
  }

  private void add(PoolEvent event) {
    events.add(event);
  }

  private long tick() {
    now += 1_500_250;
    return now;
  }
}
