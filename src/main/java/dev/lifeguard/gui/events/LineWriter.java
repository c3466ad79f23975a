package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.FailureSentence;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.Origin;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import dev.lifeguard.job.WindowsCode;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/// Writes events as lines. What happens a million times makes no text of its own.
final class LineWriter {
  private final Consumer<EventLine> out;
  private HostSystem system = HostSystem.LINUX;
  private Optional<JobDescription> job = Optional.empty();

  LineWriter(Consumer<EventLine> out) {
    this.out = out;
  }

  void write(PoolEvent event) {
    if (event instanceof PoolEvent.JobStarted begun) {
      system = begun.job().system();
      job = Optional.of(begun.job());
    } else if (event instanceof PoolEvent.JobResumed again) {
      job = Optional.of(again.job());
    }
    switch (event) {
      case PoolEvent.TaskStarted e -> started(e);
      case PoolEvent.TaskEnded e -> ended(e);
      case PoolEvent.Sampled e -> sampled(e);
      case PoolEvent.WorkerDied e -> died(e);
      case PoolEvent.WorkerHung e -> hung(e);
      case PoolEvent.CauseRefined e -> refined(e);
      case PoolEvent.TaskRequeued _,
          PoolEvent.TaskRetried _,
          PoolEvent.TaskInterrupted _,
          PoolEvent.TaskRepeated _ ->
          task(event);
      case PoolEvent.WorkerStarting _,
          PoolEvent.WorkerSpawned _,
          PoolEvent.WorkerReady _,
          PoolEvent.WorkerStopping _,
          PoolEvent.WorkerSignalling _,
          PoolEvent.WorkerEnded _,
          PoolEvent.WorkerUnkillable _,
          PoolEvent.WorkerMoved _ ->
          worker(event);
      case PoolEvent.PoolRecognised _,
          PoolEvent.WorkerObserved _,
          PoolEvent.PipesFilled _,
          PoolEvent.PoolSeenInside _,
          PoolEvent.TasksPassed _,
          PoolEvent.VerdictReached _,
          PoolEvent.ManagerEnded _ ->
          foreign(event);
      case PoolEvent.JobStarted _,
          PoolEvent.JobResumed _,
          PoolEvent.TasksQueued _,
          PoolEvent.SourceEnded _,
          PoolEvent.PoolPaused _,
          PoolEvent.PoolContinued _,
          PoolEvent.PoolResized _,
          PoolEvent.SamplingChanged _,
          PoolEvent.PoolDraining _,
          PoolEvent.PoolStopping _,
          PoolEvent.PoolGaveUp _,
          PoolEvent.QueueAbandoned _,
          PoolEvent.RestartDelayed _,
          PoolEvent.RecordingFailed _,
          PoolEvent.JobEnded _,
          PoolEvent.Unrecognised _ ->
          pool(event);
    }
  }

  void started(PoolEvent.TaskStarted e) {
    line(
        e,
        EventSource.SUPERVISOR,
        EventKind.TASK_STARTED,
        e.worker(),
        e.task(),
        e.attempt() == 1 ? e.item() : Text.of("event.detail.attempt", e.attempt(), e.item()));
  }

  private void sampled(PoolEvent.Sampled e) {
    said(
        e,
        EventSource.SAMPLER,
        EventKind.SAMPLED,
        Text.of(
            "event.detail.sampled",
            e.readings().size(),
            e.gone().size(),
            Elapsed.millis(e.costNanos())));
  }

  private void task(PoolEvent event) {
    switch (event) {
      case PoolEvent.TaskRequeued e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.TASK_REQUEUED,
              0,
              e.task(),
              Text.of("event.detail.lost", e.attempt()));
      case PoolEvent.TaskRetried e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.TASK_RETRIED,
              e.worker(),
              e.task(),
              Text.of("event.detail.retried", e.attempt(), answer(e.answer())));
      case PoolEvent.TaskInterrupted e ->
          line(e, EventSource.SUPERVISOR, EventKind.TASK_INTERRUPTED, e.worker(), e.task(), "");
      case PoolEvent.TaskRepeated e ->
          line(
              e,
              EventSource.USER,
              EventKind.TASK_REPEATED,
              0,
              e.task(),
              Text.of("event.detail.repeats", e.retryOf()));
      default -> throw new IllegalArgumentException("no event of a task: " + event);
    }
  }

  void ended(PoolEvent.TaskEnded e) {
    EventKind kind =
        switch (e.outcome()) {
          case DONE -> EventKind.TASK_DONE;
          case FAILED -> EventKind.TASK_FAILED;
          case TIMED_OUT -> EventKind.TASK_TIMED_OUT;
          case QUARANTINED -> EventKind.TASK_QUARANTINED;
          case CANCELLED -> EventKind.TASK_CANCELLED;
        };
    boolean answered = e.outcome() == TaskOutcome.DONE || e.outcome() == TaskOutcome.FAILED;
    line(
        e,
        answered ? EventSource.PIPE : EventSource.SUPERVISOR,
        kind,
        e.worker().orElse(0),
        e.task(),
        answer(e.answer()));
  }

  private String answer(TaskAnswer answer) {
    return switch (answer) {
      case TaskAnswer.Failure failure -> FailureSentence.of(failure, job);
      case TaskAnswer.Result _, TaskAnswer.Lost _, TaskAnswer.None _ -> "";
    };
  }

  private void worker(PoolEvent event) {
    switch (event) {
      case PoolEvent.WorkerStarting e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.WORKER_STARTING,
              e.worker(),
              0,
              e.replaces().isPresent()
                  ? Text.of("event.detail.replaces", e.replaces().getAsInt())
                  : "");
      case PoolEvent.WorkerSpawned e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.WORKER_SPAWNED,
              e.worker(),
              0,
              Text.of("event.detail.pid", e.process().pid()));
      case PoolEvent.WorkerReady e ->
          line(e, EventSource.PIPE, EventKind.WORKER_READY, e.worker(), 0, e.runtime());
      case PoolEvent.WorkerStopping e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.WORKER_STOPPING,
              e.worker(),
              0,
              words(e.reason()));
      case PoolEvent.WorkerSignalling e ->
          line(
              e,
              e.origin() == Origin.OPERATOR ? EventSource.USER : EventSource.SUPERVISOR,
              system.hasSignals() ? EventKind.WORKER_SIGNALLING : EventKind.WORKER_ORDERED,
              e.worker(),
              0,
              Text.of("event.detail.signal", system.nameOf(e.signal()), e.reason()));
      case PoolEvent.WorkerEnded e ->
          line(e, EventSource.EXIT, EventKind.WORKER_ENDED, e.worker(), 0, status(e.status()));
      case PoolEvent.WorkerUnkillable e ->
          line(e, EventSource.SAMPLER, EventKind.WORKER_UNKILLABLE, e.worker(), 0, "");
      case PoolEvent.WorkerMoved e ->
          line(e, EventSource.SAMPLER, EventKind.WORKER_MOVED, e.worker(), 0, "");
      default -> throw new IllegalArgumentException("no event of a worker: " + event);
    }
  }

  private void died(PoolEvent.WorkerDied e) {
    e.exitSeenNanos()
        .ifPresent(at -> about(e, at, EventSource.EXIT, EventKind.EXIT_SEEN, status(e.status())));
    e.outputClosedNanos()
        .ifPresent(at -> about(e, at, EventSource.PIPE, EventKind.OUTPUT_CLOSED, ""));
    for (Evidence each : e.evidence()) {
      EventSource source = EventSource.ofEvidence(each.source());
      about(e, each.atNanos(), source, EventKind.EVIDENCE, text(each));
    }
    about(
        e,
        e.atNanos(),
        EventSource.SUPERVISOR,
        EventKind.WORKER_DIED,
        Text.of("event.detail.incident", e.incident(), CauseWords.brief(e.cause())));
  }

  private void about(
      PoolEvent.WorkerDied e, long at, EventSource source, EventKind kind, String detail) {
    out.accept(new EventLine(at, source, kind, e.worker(), task(e.task()), e.incident(), detail));
  }

  private void hung(PoolEvent.WorkerHung e) {
    String lasted = Elapsed.text(e.atNanos() - e.sinceNanos());
    out.accept(
        new EventLine(
            e.atNanos(),
            EventSource.SAMPLER,
            EventKind.WORKER_HUNG,
            e.worker(),
            task(e.task()),
            e.incident(),
            Text.of("event.detail.stands", e.incident(), lasted, e.waitsFor())));
  }

  private void refined(PoolEvent.CauseRefined e) {
    for (Evidence each : e.evidence()) {
      out.accept(
          new EventLine(
              each.atNanos(),
              EventSource.ofEvidence(each.source()),
              EventKind.EVIDENCE,
              0,
              0,
              e.incident(),
              text(each)));
    }
    e.cause()
        .ifPresent(cause ->
            out.accept(
                new EventLine(
                    e.atNanos(),
                    EventSource.SUPERVISOR,
                    EventKind.CAUSE,
                    0,
                    0,
                    e.incident(),
                    Text.of("event.detail.incident", e.incident(), CauseWords.brief(cause)))));
  }

  private static String text(Evidence evidence) {
    return Text.of("event.detail.evidence", evidence.source(), evidence.text());
  }

  /// What there is to tell of a pool because somebody else started it.
  private void foreign(PoolEvent event) {
    switch (event) {
      case PoolEvent.PoolRecognised e ->
          said(e, EventSource.SAMPLER, EventKind.POOL_RECOGNISED, e.kind().title());
      case PoolEvent.WorkerObserved e ->
          line(
              e,
              EventSource.SAMPLER,
              EventKind.WORKER_OBSERVED,
              e.worker(),
              0,
              Text.of("event.detail.observed", words(e.activity()), e.waitsFor()).strip());
      case PoolEvent.PipesFilled e ->
          said(
              e,
              EventSource.SAMPLER,
              EventKind.PIPES_FILLED,
              Text.of("event.detail.pipes", e.taskBytes(), e.resultBytes()));
      case PoolEvent.PoolSeenInside e ->
          said(
              e,
              EventSource.SAMPLER,
              EventKind.POOL_SEEN_INSIDE,
              Text.of("event.detail.calls-waiting", e.callsWaiting()));
      case PoolEvent.TasksPassed e ->
          said(
              e,
              EventSource.SAMPLER,
              EventKind.TASKS_PASSED,
              Text.of(
                  "event.detail.tasks-passed",
                  e.tasks().stream().mapToInt(TaskSpan::count).sum(),
                  words(e.outcome())));
      case PoolEvent.VerdictReached e ->
          said(
              e,
              EventSource.SUPERVISOR,
              EventKind.VERDICT,
              Text.of("event.detail.evidence", words(e.verdict().kind()), e.verdict().sentence()));
      case PoolEvent.ManagerEnded e ->
          said(e, EventSource.EXIT, EventKind.MANAGER_ENDED, status(e.status()));
      default -> throw new IllegalArgumentException("no event of a foreign pool: " + event);
    }
  }

  private void pool(PoolEvent event) {
    switch (event) {
      case PoolEvent.JobStarted e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.JOB_STARTED,
              0,
              0,
              Text.of("event.detail.job", e.job().name(), e.job().target(), e.job().workers()));
      case PoolEvent.JobResumed e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.JOB_RESUMED,
              0,
              0,
              Text.of("event.detail.job", e.job().name(), e.job().target(), e.job().workers()));
      case PoolEvent.TasksQueued e ->
          line(
              e,
              EventSource.SUPERVISOR,
              EventKind.TASKS_QUEUED,
              0,
              0,
              Text.of("event.detail.queued", e.firstTask(), e.firstTask() + e.count() - 1));
      case PoolEvent.SourceEnded e -> said(e, EventSource.SUPERVISOR, EventKind.SOURCE_ENDED, "");
      case PoolEvent.PoolPaused e -> said(e, EventSource.USER, EventKind.POOL_PAUSED, "");
      case PoolEvent.PoolContinued e -> said(e, EventSource.USER, EventKind.POOL_CONTINUED, "");
      case PoolEvent.PoolResized e ->
          said(
              e,
              EventSource.USER,
              EventKind.POOL_RESIZED,
              Text.of("event.detail.workers", e.workers()));
      case PoolEvent.SamplingChanged e ->
          said(
              e,
              EventSource.USER,
              EventKind.SAMPLING_CHANGED,
              Text.of("event.detail.sampling", Elapsed.millis(e.periodNanos())));
      case PoolEvent.PoolDraining e ->
          said(e, EventSource.USER, EventKind.POOL_DRAINING, e.reason());
      case PoolEvent.PoolStopping e ->
          said(e, EventSource.USER, EventKind.POOL_STOPPING, e.reason());
      case PoolEvent.PoolGaveUp e ->
          said(e, EventSource.SUPERVISOR, EventKind.POOL_GAVE_UP, e.reason());
      case PoolEvent.QueueAbandoned e ->
          said(
              e,
              EventSource.SUPERVISOR,
              EventKind.QUEUE_ABANDONED,
              Text.of("event.detail.abandoned", e.count()));
      case PoolEvent.RestartDelayed e ->
          said(
              e,
              EventSource.SUPERVISOR,
              EventKind.RESTART_DELAYED,
              Text.of(
                  "event.detail.delayed", e.deaths(), Elapsed.text(e.untilNanos() - e.atNanos())));
      case PoolEvent.RecordingFailed e ->
          said(e, EventSource.SUPERVISOR, EventKind.RECORDING_FAILED, e.reason());
      case PoolEvent.JobEnded e ->
          said(
              e,
              EventSource.SUPERVISOR,
              EventKind.JOB_ENDED,
              Text.of("event.detail.ended", words(e.end()), e.exitCode()));
      case PoolEvent.Unrecognised e ->
          said(
              e,
              EventSource.SUPERVISOR,
              EventKind.UNRECOGNISED,
              Text.of("event.detail.evidence", e.type(), e.text()));
      default -> throw new IllegalArgumentException("no event of the pool: " + event);
    }
  }

  private void said(PoolEvent event, EventSource source, EventKind kind, String detail) {
    line(event, source, kind, 0, 0, detail);
  }

  private void line(
      PoolEvent event, EventSource source, EventKind kind, int worker, int task, String detail) {
    out.accept(new EventLine(event.atNanos(), source, kind, worker, task, 0, detail));
  }

  private static int task(OptionalInt task) {
    return task.orElse(0);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String status(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> Text.of("cause.exit", code);
      case ExitStatus.Signalled(int signal, boolean _) -> SignalName.of(signal);
      case ExitStatus.Ambiguous(int code) -> Text.of("cause.exit", code);
      case ExitStatus.Windows(int code) -> Text.of("cause.exit", WindowsCode.text(code));
      case ExitStatus.Unknown _ -> Text.of("cause.ended");
    };
  }
}
