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
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.StopReason;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.job.WorkerForm;
import java.util.List;

/// Events to lines. What is written here is read by [EventDecoder]; a property test holds the two
/// together.
final class EventEncoder {
  static final Words<Blame> BLAME = new Words<>(Blame.class);
  static final Words<CauseKind> CAUSE = new Words<>(CauseKind.class);
  static final Words<Certainty> CERTAINTY = new Words<>(Certainty.class);
  static final Words<JobEnd> END = new Words<>(JobEnd.class);
  static final Words<WorkerForm> FORM = new Words<>(WorkerForm.class);
  static final Words<HostSystem> SYSTEM = new Words<>(HostSystem.class);
  static final Words<MemoryMeans> MEANS = new Words<>(MemoryMeans.class);
  static final Words<Origin> ORIGIN = new Words<>(Origin.class);
  static final Words<RunState> RUN_STATE = new Words<>(RunState.class);
  static final Words<StopReason> STOP = new Words<>(StopReason.class);
  static final Words<TaskOutcome> OUTCOME = new Words<>(TaskOutcome.class);

  static final Words<PoolKind> POOL_KIND = new Words<>(PoolKind.class);
  static final Words<VerdictKind> VERDICT = new Words<>(VerdictKind.class);
  static final Words<WorkerActivity> ACTIVITY = new Words<>(WorkerActivity.class);

  private EventEncoder() {}

  /// Appends the event and a line end.
  static void append(PoolEvent event, JsonLine line) {
    switch (event) {
      case PoolEvent.JobStarted e -> job(head(line, "job-started", e), e.job());
      case PoolEvent.JobResumed e -> resumed(line, e);
      case PoolEvent.TasksQueued e ->
          head(line, "tasks-queued", e).field("firstTask", e.firstTask()).field("count", e.count());
      case PoolEvent.SourceEnded e -> head(line, "source-ended", e);
      case PoolEvent.WorkerStarting e ->
          worker(line, "worker-starting", e, e.worker()).field("replaces", e.replaces());
      case PoolEvent.WorkerSpawned e ->
          process(worker(line, "worker-spawned", e, e.worker()), e.process());
      case PoolEvent.WorkerReady e ->
          worker(line, "worker-ready", e, e.worker())
              .field("runtime", e.runtime())
              .field("taskThread", e.taskThread());
      case PoolEvent.TaskStarted e -> HotLine.write(e, line);
      case PoolEvent.TaskEnded e when HotLine.isHot(e) -> HotLine.write(e, line);
      case PoolEvent.TaskEnded e -> ended(line, e);
      case PoolEvent.TaskRequeued e ->
          task(line, "task-requeued", e, e.task())
              .field("attempt", e.attempt())
              .field("blame", BLAME.of(e.blame()));
      case PoolEvent.TaskRetried e -> retried(line, e);
      case PoolEvent.TaskInterrupted e ->
          task(line, "task-interrupted", e, e.task())
              .field("attempt", e.attempt())
              .field("worker", e.worker());
      case PoolEvent.TaskRepeated e ->
          task(line, "task-repeated", e, e.task()).field("retryOf", e.retryOf());
      case PoolEvent.WorkerHung e -> hung(line, e);
      case PoolEvent.WorkerMoved e ->
          worker(line, "worker-moved", e, e.worker()).field("incident", e.incident());
      case PoolEvent.PoolPaused e -> head(line, "pool-paused", e);
      case PoolEvent.PoolContinued e -> head(line, "pool-continued", e);
      case PoolEvent.PoolResized e -> head(line, "pool-resized", e).field("workers", e.workers());
      case PoolEvent.SamplingChanged e ->
          head(line, "sampling-changed", e).millis("periodMs", e.periodNanos());
      case PoolEvent.PoolDraining e -> head(line, "pool-draining", e).field("reason", e.reason());
      case PoolEvent.WorkerStopping e ->
          worker(line, "worker-stopping", e, e.worker()).field("reason", STOP.of(e.reason()));
      case PoolEvent.WorkerSignalling e ->
          worker(line, "worker-signalling", e, e.worker())
              .field("signal", e.signal())
              .field("origin", ORIGIN.of(e.origin()))
              .field("reason", e.reason());
      case PoolEvent.WorkerEnded e ->
          status(worker(line, "worker-ended", e, e.worker()), e.status());
      case PoolEvent.WorkerDied e -> died(line, e);
      case PoolEvent.CauseRefined e -> refined(line, e);
      case PoolEvent.WorkerUnkillable e -> worker(line, "worker-unkillable", e, e.worker());
      case PoolEvent.RestartDelayed e ->
          head(line, "restart-delayed", e)
              .field("deaths", e.deaths())
              .millis("untilMs", e.untilNanos());
      case PoolEvent.Sampled e -> sampled(line, e);
      case PoolEvent.PoolStopping e -> head(line, "pool-stopping", e).field("reason", e.reason());
      case PoolEvent.PoolGaveUp e ->
          texts(
              head(line, "pool-gave-up", e).field("reason", e.reason()),
              "lastWords",
              e.lastWords());
      case PoolEvent.QueueAbandoned e -> head(line, "queue-abandoned", e).field("count", e.count());
      case PoolEvent.RecordingFailed e ->
          head(line, "recording-failed", e).field("reason", e.reason());
      case PoolEvent.JobEnded e ->
          head(line, "job-ended", e).field("end", END.of(e.end())).field("exitCode", e.exitCode());
      case PoolEvent.PoolRecognised e -> recognised(line, e);
      case PoolEvent.WorkerObserved e ->
          worker(line, "worker-observed", e, e.worker())
              .field("activity", ACTIVITY.of(e.activity()))
              .field("waitsFor", e.waitsFor());
      case PoolEvent.PoolSeenInside e ->
          head(line, "pool-seen-inside", e)
              .field("rescues", e.rescues())
              .field("callsWaiting", e.callsWaiting())
              .field("missed", e.missed());
      case PoolEvent.TasksPassed e -> passed(line, e);
      case PoolEvent.PipesFilled e ->
          head(line, "pipes-filled", e)
              .field("taskBytes", e.taskBytes())
              .field("resultBytes", e.resultBytes());
      case PoolEvent.VerdictReached e -> verdict(head(line, "verdict-reached", e), e.verdict());
      case PoolEvent.ManagerEnded e -> status(head(line, "manager-ended", e), e.status());
      case PoolEvent.Unrecognised e ->
          head(line, "unrecognised", e).field("of", e.type()).field("text", e.text());
    }
    line.end().endLine();
  }

  private static JsonLine head(JsonLine line, String type, PoolEvent event) {
    return line.begin().field("type", type).millis("ms", event.atNanos());
  }

  private static JsonLine task(JsonLine line, String type, PoolEvent event, int task) {
    return head(line, type, event).field("task", task);
  }

  private static JsonLine worker(JsonLine line, String type, PoolEvent event, int worker) {
    return head(line, type, event).field("worker", worker);
  }

  private static void job(JsonLine line, JobDescription job) {
    line.begin("job")
        .field("name", job.name())
        .field("target", job.target())
        .field("startedAt", IsoTime.text(job.startedAt()));
    identity(line.begin("supervisor"), job.supervisor()).end();
    line.field("form", FORM.of(job.form()))
        .field("workers", job.workers())
        .field("attemptsPerTask", job.attemptsPerTask())
        .field("memoryLimitBytes", job.memoryLimitBytes())
        .field("memoryMeans", MEANS.of(job.memoryMeans()))
        .field("runDirectory", job.runDirectory())
        .field("system", SYSTEM.of(job.system()))
        .end();
  }

  private static void resumed(JsonLine line, PoolEvent.JobResumed e) {
    job(head(line, "job-resumed", e), e.job());
    line.beginList("again");
    e.again().forEach(line::element);
    line.endList();
  }

  private static void passed(JsonLine line, PoolEvent.TasksPassed e) {
    head(line, "tasks-passed", e).field("outcome", OUTCOME.of(e.outcome())).beginList("tasks");
    for (TaskSpan span : e.tasks()) {
      line.begin().field("first", span.first()).field("count", span.count()).end();
    }
    line.endList();
  }

  private static void ended(JsonLine line, PoolEvent.TaskEnded e) {
    task(line, "task-ended", e, e.task())
        .field("outcome", OUTCOME.of(e.outcome()))
        .field("attempts", e.attempts())
        .field("worker", e.worker());
    answer(line, e.answer());
  }

  private static void retried(JsonLine line, PoolEvent.TaskRetried e) {
    task(line, "task-retried", e, e.task())
        .field("attempt", e.attempt())
        .field("worker", e.worker())
        .field("as", OUTCOME.of(e.as()));
    answer(line, e.answer());
  }

  private static void answer(JsonLine line, TaskAnswer answer) {
    line.begin("answer");
    switch (answer) {
      case TaskAnswer.Result _ -> line.field("kind", "result");
      case TaskAnswer.Failure f ->
          line.field("kind", "failure")
              .field("type", f.type())
              .field("message", f.message())
              .field("limit", f.limit());
      case TaskAnswer.Lost lost -> line.field("kind", "lost").field("incident", lost.incident());
      case TaskAnswer.None _ -> line.field("kind", "none");
    }
    line.end();
  }

  private static void died(JsonLine line, PoolEvent.WorkerDied e) {
    worker(line, "worker-died", e, e.worker()).field("incident", e.incident());
    status(line, e.status());
    e.exitSeenNanos().ifPresent(at -> line.millis("exitSeenMs", at));
    e.outputClosedNanos().ifPresent(at -> line.millis("outputClosedMs", at));
    line.field("task", e.task()).field("attempt", e.attempt());
    cause(line, e.cause());
    evidence(line, e.evidence());
  }

  private static void hung(JsonLine line, PoolEvent.WorkerHung e) {
    worker(line, "worker-hung", e, e.worker())
        .field("incident", e.incident())
        .field("task", e.task())
        .field("attempt", e.attempt())
        .millis("sinceMs", e.sinceNanos())
        .field("waitsFor", e.waitsFor());
    evidence(line, e.evidence());
  }

  private static void refined(JsonLine line, PoolEvent.CauseRefined e) {
    head(line, "cause-refined", e).field("incident", e.incident());
    e.cause().ifPresent(cause -> cause(line, cause));
    evidence(line, e.evidence());
    texts(line, "output", e.output());
  }

  private static void recognised(JsonLine line, PoolEvent.PoolRecognised e) {
    head(line, "pool-recognised", e)
        .field("kind", POOL_KIND.of(e.kind()))
        .field("reason", e.reason());
    texts(line, "unseen", e.unseen());
    line.field("remedy", e.remedy());
  }

  private static void verdict(JsonLine line, Verdict verdict) {
    line.begin("verdict")
        .field("kind", VERDICT.of(verdict.kind()))
        .field("certainty", CERTAINTY.of(verdict.certainty()))
        .field("sentence", verdict.sentence());
    evidence(line, verdict.evidence());
    line.field("remedy", verdict.remedy()).end();
  }

  private static void cause(JsonLine line, DeathCause cause) {
    line.begin("cause")
        .field("kind", CAUSE.of(cause.kind()))
        .field("signal", cause.signal())
        .field("exitCode", cause.exitCode())
        .field("reason", cause.reason())
        .field("certainty", CERTAINTY.of(cause.certainty()))
        .end();
  }

  private static void evidence(JsonLine line, List<Evidence> evidence) {
    line.beginList("evidence");
    for (Evidence one : evidence) {
      line.begin()
          .field("source", one.source())
          .field("text", one.text())
          .millis("ms", one.atNanos())
          .end();
    }
    line.endList();
  }

  private static JsonLine status(JsonLine line, ExitStatus status) {
    line.begin("status");
    switch (status) {
      case ExitStatus.Exited(int code) -> line.field("kind", "exited").field("code", code);
      case ExitStatus.Signalled(int signal, boolean core) ->
          line.field("kind", "signalled").field("signal", signal).field("coreDumped", core);
      case ExitStatus.Ambiguous(int code) ->
          line.field("kind", "ambiguous").field("shellCode", code);
      case ExitStatus.Windows(int code) ->
          line.field("kind", "exited").field("code", code).field("system", "windows");
      case ExitStatus.Unknown _ -> line.field("kind", "unknown");
    }
    return line.end();
  }

  private static void sampled(JsonLine line, PoolEvent.Sampled e) {
    head(line, "sampled", e).beginList("readings");
    for (ProcessReading reading : e.readings()) {
      reading(line, reading);
    }
    line.endList().beginList("gone");
    for (ProcessIdentity gone : e.gone()) {
      identity(line.begin(), gone).end();
    }
    line.endList().millis("costMs", e.costNanos());
  }

  private static void reading(JsonLine line, ProcessReading reading) {
    MemoryReading memory = reading.memory();
    identity(line.begin().field("worker", reading.worker()), reading.process())
        .field("parent", reading.parentPid())
        .field("name", reading.name())
        .field("state", RUN_STATE.of(reading.state()))
        .field("cpuShare", reading.cpuShare())
        .millis("cpuMs", reading.cpuNanos())
        .field("residentBytes", memory.residentBytes())
        .field("committedBytes", memory.committedBytes())
        .field("reservedBytes", memory.reservedBytes())
        .field("peakResidentBytes", memory.peakResidentBytes())
        .field("pssBytes", memory.pssBytes())
        .field("ussBytes", memory.ussBytes())
        .field("swapBytes", memory.swapBytes())
        .end();
  }

  private static JsonLine process(JsonLine line, ProcessIdentity process) {
    return identity(line.begin("process"), process).end();
  }

  static JsonLine identity(JsonLine line, ProcessIdentity process) {
    return line.field("pid", process.pid())
        .field("startTicks", process.startTicks())
        .field("startedAtMillis", process.startedAtMillis());
  }

  private static void texts(JsonLine line, String key, List<String> texts) {
    line.beginList(key);
    texts.forEach(line::element);
    line.endList();
  }
}
