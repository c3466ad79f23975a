package dev.lifeguard.journal;

import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskSpan;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.WorkerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lines to events: the other half of [EventEncoder].
final class EventDecoder {
  private EventDecoder() {}

  /// The event that these fields are.
  ///
  /// @throws Unreadable.UnknownWord if its type, or a word in it, is not known here
  /// @throws Unreadable if a field is missing or of the wrong kind
  static PoolEvent decode(Fields f) throws Unreadable {
    String type = f.text("type");
    long at = f.nanos("ms");
    return switch (type) {
      case "job-started" -> new PoolEvent.JobStarted(at, job(f.object("job")));
      case "job-resumed" -> new PoolEvent.JobResumed(at, job(f.object("job")), f.wholes("again"));
      case "tasks-queued" -> new PoolEvent.TasksQueued(at, f.whole("firstTask"), f.whole("count"));
      case "source-ended" -> new PoolEvent.SourceEnded(at);
      case "task-started" -> taskStarted(at, f);
      case "task-ended" -> taskEnded(at, f);
      case "task-requeued" -> taskRequeued(at, f);
      case "task-retried" -> taskRetried(at, f);
      case "restart-delayed" ->
          new PoolEvent.RestartDelayed(at, f.whole("deaths"), f.nanos("untilMs"));
      case "cause-refined" -> refined(at, f);
      case "sampled" -> sampled(at, f);
      case "task-interrupted" ->
          new PoolEvent.TaskInterrupted(at, f.whole("task"), f.whole("attempt"), f.whole("worker"));
      case "task-repeated" -> new PoolEvent.TaskRepeated(at, f.whole("task"), f.whole("retryOf"));
      case "pool-paused" -> new PoolEvent.PoolPaused(at);
      case "pool-continued" -> new PoolEvent.PoolContinued(at);
      case "pool-resized" -> new PoolEvent.PoolResized(at, f.whole("workers"));
      case "sampling-changed" -> new PoolEvent.SamplingChanged(at, f.nanos("periodMs"));
      case "pool-draining" -> new PoolEvent.PoolDraining(at, f.text("reason"));
      case "pool-stopping" -> new PoolEvent.PoolStopping(at, f.text("reason"));
      case "pool-gave-up" -> new PoolEvent.PoolGaveUp(at, f.text("reason"), f.texts("lastWords"));
      case "queue-abandoned" -> new PoolEvent.QueueAbandoned(at, f.whole("count"));
      case "recording-failed" -> new PoolEvent.RecordingFailed(at, f.text("reason"));
      case "job-ended" ->
          new PoolEvent.JobEnded(at, EventEncoder.END.parse(f.text("end")), f.whole("exitCode"));
      case "pool-recognised" ->
          new PoolEvent.PoolRecognised(
              at,
              EventEncoder.POOL_KIND.parse(f.text("kind")),
              f.text("reason"),
              f.texts("unseen"),
              f.text("remedy"));
      case "pool-seen-inside" ->
          new PoolEvent.PoolSeenInside(
              at, f.yes("rescues"), f.wholeLong("callsWaiting"), f.wholeLong("missed"));
      case "tasks-passed" -> passed(at, f);
      case "pipes-filled" ->
          new PoolEvent.PipesFilled(at, f.wholeLong("taskBytes"), f.wholeLong("resultBytes"));
      case "verdict-reached" -> new PoolEvent.VerdictReached(at, verdict(f.object("verdict")));
      case "manager-ended" -> new PoolEvent.ManagerEnded(at, status(f.object("status")));
      case "unrecognised" -> new PoolEvent.Unrecognised(at, f.text("of"), f.text("text"));
      default -> workerEvent(type, at, f);
    };
  }

  private static PoolEvent workerEvent(String type, long at, Fields f) throws Unreadable {
    return switch (type) {
      case "worker-starting" ->
          new PoolEvent.WorkerStarting(at, f.whole("worker"), f.wholeIfAny("replaces"));
      case "worker-spawned" ->
          new PoolEvent.WorkerSpawned(at, f.whole("worker"), identity(f.object("process")));
      case "worker-ready" ->
          new PoolEvent.WorkerReady(
              at, f.whole("worker"), f.text("runtime"), f.wholeLong("taskThread"));
      case "worker-stopping" ->
          new PoolEvent.WorkerStopping(
              at, f.whole("worker"), EventEncoder.STOP.parse(f.text("reason")));
      case "worker-signalling" ->
          new PoolEvent.WorkerSignalling(
              at,
              f.whole("worker"),
              f.whole("signal"),
              EventEncoder.ORIGIN.parse(f.text("origin")),
              f.text("reason"));
      case "worker-ended" ->
          new PoolEvent.WorkerEnded(at, f.whole("worker"), status(f.object("status")));
      case "worker-died" -> died(at, f);
      case "worker-hung" -> hung(at, f);
      case "worker-moved" -> new PoolEvent.WorkerMoved(at, f.whole("worker"), f.whole("incident"));
      case "worker-observed" ->
          new PoolEvent.WorkerObserved(
              at,
              f.whole("worker"),
              EventEncoder.ACTIVITY.parse(f.text("activity")),
              f.text("waitsFor"));
      case "worker-unkillable" -> new PoolEvent.WorkerUnkillable(at, f.whole("worker"));
      default -> throw new Unreadable.UnknownWord(type);
    };
  }

  private static PoolEvent taskStarted(long at, Fields f) throws Unreadable {
    return new PoolEvent.TaskStarted(
        at, f.whole("task"), f.whole("attempt"), f.whole("worker"), f.text("item"));
  }

  private static PoolEvent passed(long at, Fields f) throws Unreadable {
    List<TaskSpan> tasks = new ArrayList<>();
    for (Fields one : f.objects("tasks")) {
      int first = one.whole("first");
      int count = one.whole("count");
      if (first < 1 || count < 1) {
        throw new Unreadable("there are no " + count + " tasks from " + first + " on");
      }
      tasks.add(new TaskSpan(first, count));
    }
    return new PoolEvent.TasksPassed(at, EventEncoder.OUTCOME.parse(f.text("outcome")), tasks);
  }

  private static PoolEvent taskEnded(long at, Fields f) throws Unreadable {
    return new PoolEvent.TaskEnded(
        at,
        f.whole("task"),
        EventEncoder.OUTCOME.parse(f.text("outcome")),
        f.whole("attempts"),
        f.wholeIfAny("worker"),
        answer(f.object("answer")));
  }

  private static PoolEvent taskRequeued(long at, Fields f) throws Unreadable {
    return new PoolEvent.TaskRequeued(
        at, f.whole("task"), f.whole("attempt"), EventEncoder.BLAME.parse(f.text("blame")));
  }

  private static PoolEvent taskRetried(long at, Fields f) throws Unreadable {
    return new PoolEvent.TaskRetried(
        at,
        f.whole("task"),
        f.whole("attempt"),
        f.whole("worker"),
        EventEncoder.OUTCOME.parse(f.text("as")),
        answer(f.object("answer")));
  }

  private static TaskAnswer answer(Fields f) throws Unreadable {
    String kind = f.text("kind");
    return switch (kind) {
      case "result" -> new TaskAnswer.Result(Payload.EMPTY);
      case "failure" ->
          new TaskAnswer.Failure(
              f.text("type"), f.text("message"), Payload.EMPTY, f.has("limit") && f.yes("limit"));
      case "lost" -> new TaskAnswer.Lost(f.whole("incident"));
      case "none" -> new TaskAnswer.None();
      default -> throw new Unreadable.UnknownWord(kind);
    };
  }

  private static PoolEvent died(long at, Fields f) throws Unreadable {
    return new PoolEvent.WorkerDied(
        at,
        f.whole("incident"),
        f.whole("worker"),
        status(f.object("status")),
        f.nanosIfAny("exitSeenMs"),
        f.nanosIfAny("outputClosedMs"),
        f.wholeIfAny("task"),
        f.whole("attempt"),
        cause(f.object("cause")),
        evidence(f));
  }

  private static PoolEvent hung(long at, Fields f) throws Unreadable {
    return new PoolEvent.WorkerHung(
        at,
        f.whole("incident"),
        f.whole("worker"),
        f.wholeIfAny("task"),
        f.whole("attempt"),
        f.nanos("sinceMs"),
        f.text("waitsFor"),
        evidence(f));
  }

  private static PoolEvent refined(long at, Fields f) throws Unreadable {
    return new PoolEvent.CauseRefined(
        at,
        f.whole("incident"),
        f.has("cause") ? Optional.of(cause(f.object("cause"))) : Optional.empty(),
        evidence(f),
        f.texts("output"));
  }

  private static Verdict verdict(Fields f) throws Unreadable {
    return new Verdict(
        EventEncoder.VERDICT.parse(f.text("kind")),
        EventEncoder.CERTAINTY.parse(f.text("certainty")),
        f.text("sentence"),
        evidence(f),
        f.text("remedy"));
  }

  private static DeathCause cause(Fields f) throws Unreadable {
    return new DeathCause(
        EventEncoder.CAUSE.parse(f.text("kind")),
        f.wholeIfAny("signal"),
        f.wholeIfAny("exitCode"),
        f.text("reason"),
        EventEncoder.CERTAINTY.parse(f.text("certainty")));
  }

  private static List<Evidence> evidence(Fields f) throws Unreadable {
    List<Evidence> evidence = new ArrayList<>();
    for (Fields one : f.objects("evidence")) {
      evidence.add(new Evidence(one.text("source"), one.text("text"), one.nanos("ms")));
    }
    return evidence;
  }

  private static ExitStatus status(Fields f) throws Unreadable {
    String kind = f.text("kind");
    return switch (kind) {
      case "exited" -> exited(f);
      case "signalled" -> new ExitStatus.Signalled(f.whole("signal"), f.yes("coreDumped"));
      case "ambiguous" -> new ExitStatus.Ambiguous(f.whole("shellCode"));
      case "unknown" -> new ExitStatus.Unknown();
      default -> throw new Unreadable.UnknownWord(kind);
    };
  }

  /// A version before 1.6 reads the code of Windows as what it is, a number, and no more.
  private static ExitStatus exited(Fields f) throws Unreadable {
    int code = f.whole("code");
    return f.has("system") && EventEncoder.SYSTEM.parse(f.text("system")) == HostSystem.WINDOWS
        ? new ExitStatus.Windows(code)
        : new ExitStatus.Exited(code);
  }

  private static PoolEvent sampled(long at, Fields f) throws Unreadable {
    List<ProcessReading> readings = new ArrayList<>();
    for (Fields one : f.objects("readings")) {
      readings.add(reading(one));
    }
    List<ProcessIdentity> gone = new ArrayList<>();
    for (Fields one : f.objects("gone")) {
      gone.add(identity(one));
    }
    return new PoolEvent.Sampled(at, readings, gone, f.nanos("costMs"));
  }

  private static ProcessReading reading(Fields f) throws Unreadable {
    return new ProcessReading(
        f.whole("worker"),
        identity(f),
        f.wholeLong("parent"),
        f.text("name"),
        EventEncoder.RUN_STATE.parse(f.text("state")),
        f.decimal("cpuShare"),
        f.nanos("cpuMs"),
        new MemoryReading(
            f.wholeLongIfAny("residentBytes"),
            f.wholeLongIfAny("committedBytes"),
            f.wholeLongIfAny("reservedBytes"),
            f.wholeLongIfAny("peakResidentBytes"),
            f.wholeLongIfAny("pssBytes"),
            f.wholeLongIfAny("ussBytes"),
            f.wholeLongIfAny("swapBytes")));
  }

  static ProcessIdentity identity(Fields f) throws Unreadable {
    return new ProcessIdentity(
        f.wholeLong("pid"), f.wholeLong("startTicks"), f.wholeLong("startedAtMillis"));
  }

  private static JobDescription job(Fields f) throws Unreadable {
    return new JobDescription(
        f.text("name"),
        f.text("target"),
        IsoTime.parse(f.text("startedAt")),
        identity(f.object("supervisor")),
        f.has("form") ? EventEncoder.FORM.parse(f.text("form")) : WorkerForm.PROCESS,
        f.whole("workers"),
        f.whole("attemptsPerTask"),
        f.wholeLongIfAny("memoryLimitBytes"),
        f.has("memoryMeans") ? EventEncoder.MEANS.parse(f.text("memoryMeans")) : MemoryMeans.NONE,
        f.text("runDirectory"),
        f.has("system") ? EventEncoder.SYSTEM.parse(f.text("system")) : HostSystem.LINUX);
  }
}
