package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.Text;

/// What happened. One event of the pool can be several lines: a death tells when the exit was seen
/// and when the pipe was closed.
enum EventKind {
  /// Job started.
  JOB_STARTED(Tone.USUAL),
  /// Job goes on under another supervisor.
  JOB_RESUMED(Tone.USUAL),
  /// Tasks queued.
  TASKS_QUEUED(Tone.USUAL),
  /// All tasks known.
  SOURCE_ENDED(Tone.USUAL),
  /// Worker starting.
  WORKER_STARTING(Tone.USUAL),
  /// Process created.
  WORKER_SPAWNED(Tone.USUAL),
  /// Worker ready.
  WORKER_READY(Tone.USUAL),
  /// Task started.
  TASK_STARTED(Tone.USUAL),
  /// Task done.
  TASK_DONE(Tone.USUAL),
  /// Task failed.
  TASK_FAILED(Tone.BAD),
  /// Task timed out.
  TASK_TIMED_OUT(Tone.BAD),
  /// Task quarantined.
  TASK_QUARANTINED(Tone.BAD),
  /// Task cancelled.
  TASK_CANCELLED(Tone.USUAL),
  /// Task re-queued.
  TASK_REQUEUED(Tone.WARN),
  /// Task to retry.
  TASK_RETRIED(Tone.WARN),
  /// Soft time limit.
  TASK_INTERRUPTED(Tone.WARN),
  /// Task repeated.
  TASK_REPEATED(Tone.USUAL),
  /// Worker stopping.
  WORKER_STOPPING(Tone.USUAL),
  /// Signal sent.
  WORKER_SIGNALLING(Tone.WARN),
  /// What a signal is where there are none.
  WORKER_ORDERED(Tone.WARN),
  /// Worker ended.
  WORKER_ENDED(Tone.USUAL),
  /// Worker died.
  WORKER_DIED(Tone.BAD),
  /// Exit seen.
  EXIT_SEEN(Tone.USUAL),
  /// Pipe closed.
  OUTPUT_CLOSED(Tone.USUAL),
  /// Evidence.
  EVIDENCE(Tone.USUAL),
  /// Cause found.
  CAUSE(Tone.USUAL),
  /// Worker hung.
  WORKER_HUNG(Tone.WARN),
  /// Worker moved.
  WORKER_MOVED(Tone.USUAL),
  /// Worker unkillable.
  WORKER_UNKILLABLE(Tone.BAD),
  /// Restart delayed.
  RESTART_DELAYED(Tone.WARN),
  /// Measured.
  SAMPLED(Tone.USUAL),
  /// Queue paused.
  POOL_PAUSED(Tone.USUAL),
  /// Queue goes on.
  POOL_CONTINUED(Tone.USUAL),
  /// Pool resized.
  POOL_RESIZED(Tone.USUAL),
  /// Period of measuring set.
  SAMPLING_CHANGED(Tone.USUAL),
  /// Pool draining.
  POOL_DRAINING(Tone.USUAL),
  /// Pool stopping.
  POOL_STOPPING(Tone.USUAL),
  /// Pool gave up.
  POOL_GAVE_UP(Tone.BAD),
  /// Queue abandoned.
  QUEUE_ABANDONED(Tone.USUAL),
  /// Recording failed.
  RECORDING_FAILED(Tone.BAD),
  /// Job ended.
  JOB_ENDED(Tone.USUAL),
  /// Pool recognised.
  POOL_RECOGNISED(Tone.USUAL),
  /// Worker observed.
  WORKER_OBSERVED(Tone.USUAL),
  /// Pool seen from inside.
  POOL_SEEN_INSIDE(Tone.USUAL),
  /// Tasks passed.
  TASKS_PASSED(Tone.USUAL),
  /// Pipes filled.
  PIPES_FILLED(Tone.USUAL),
  /// Verdict.
  VERDICT(Tone.WARN),
  /// Manager ended.
  MANAGER_ENDED(Tone.WARN),
  /// Unknown event.
  UNRECOGNISED(Tone.WARN);

  private final Tone tone;

  /// How loud a line is.
  enum Tone {
    /// Nothing to look at.
    USUAL,
    /// Needs attention.
    WARN,
    /// Went wrong.
    BAD
  }

  EventKind(Tone tone) {
    this.tone = tone;
  }

  Tone tone() {
    return tone;
  }

  String word() {
    return switch (this) {
      case JOB_STARTED -> Text.of("event.job-started");
      case JOB_RESUMED -> Text.of("event.job-resumed");
      case TASKS_QUEUED -> Text.of("event.tasks-queued");
      case SOURCE_ENDED -> Text.of("event.source-ended");
      case WORKER_STARTING -> Text.of("event.worker-starting");
      case WORKER_SPAWNED -> Text.of("event.worker-spawned");
      case WORKER_READY -> Text.of("event.worker-ready");
      case TASK_STARTED -> Text.of("event.task-started");
      case TASK_DONE -> Text.of("event.task-done");
      case TASK_FAILED -> Text.of("event.task-failed");
      case TASK_TIMED_OUT -> Text.of("event.task-timed-out");
      case TASK_QUARANTINED -> Text.of("event.task-quarantined");
      case TASK_CANCELLED -> Text.of("event.task-cancelled");
      case TASK_REQUEUED -> Text.of("event.task-requeued");
      case TASK_RETRIED -> Text.of("event.task-retried");
      case TASK_INTERRUPTED -> Text.of("event.task-interrupted");
      case TASK_REPEATED -> Text.of("event.task-repeated");
      case WORKER_STOPPING -> Text.of("event.worker-stopping");
      case WORKER_SIGNALLING -> Text.of("event.worker-signalling");
      case WORKER_ORDERED -> Text.of("event.worker-ordered");
      case WORKER_ENDED -> Text.of("event.worker-ended");
      case WORKER_DIED -> Text.of("event.worker-died");
      case EXIT_SEEN -> Text.of("event.exit-seen");
      case OUTPUT_CLOSED -> Text.of("event.output-closed");
      case EVIDENCE -> Text.of("event.evidence");
      case CAUSE -> Text.of("event.cause");
      case WORKER_HUNG -> Text.of("event.worker-hung");
      case WORKER_MOVED -> Text.of("event.worker-moved");
      case WORKER_UNKILLABLE -> Text.of("event.worker-unkillable");
      case RESTART_DELAYED -> Text.of("event.restart-delayed");
      case SAMPLED -> Text.of("event.sampled");
      case POOL_PAUSED -> Text.of("event.pool-paused");
      case POOL_CONTINUED -> Text.of("event.pool-continued");
      case POOL_RESIZED -> Text.of("event.pool-resized");
      case SAMPLING_CHANGED -> Text.of("event.sampling-changed");
      case POOL_DRAINING -> Text.of("event.pool-draining");
      case POOL_STOPPING -> Text.of("event.pool-stopping");
      case POOL_GAVE_UP -> Text.of("event.pool-gave-up");
      case QUEUE_ABANDONED -> Text.of("event.queue-abandoned");
      case RECORDING_FAILED -> Text.of("event.recording-failed");
      case JOB_ENDED -> Text.of("event.job-ended");
      case POOL_RECOGNISED -> Text.of("event.pool-recognised");
      case WORKER_OBSERVED -> Text.of("event.worker-observed");
      case POOL_SEEN_INSIDE -> Text.of("event.pool-seen-inside");
      case TASKS_PASSED -> Text.of("event.tasks-passed");
      case PIPES_FILLED -> Text.of("event.pipes-filled");
      case VERDICT -> Text.of("event.verdict");
      case MANAGER_ENDED -> Text.of("event.manager-ended");
      case UNRECOGNISED -> Text.of("event.unrecognised");
    };
  }
}
