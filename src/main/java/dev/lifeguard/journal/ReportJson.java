package dev.lifeguard.journal;

import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// `report.json`. Times within an incident count from the first entry of its time line, in
/// milliseconds; what is not known is `null`.
final class ReportJson {
  private static final int FORMAT = 1;
  private static final Words<TimelineStep> STEP = new Words<>(TimelineStep.class);

  private ReportJson() {}

  /// The whole report as one line.
  static byte[] of(JobModel model) {
    JsonLine line = new JsonLine();
    line.begin().field("format", FORMAT);
    job(line, model);
    tasks(line, model);
    line.begin("attempts")
        .field("total", model.attemptsStarted())
        .field("lost", model.lostAttempts())
        .end()
        .begin("workers")
        .field("started", model.workerCount())
        .field("died", model.diedWorkers())
        .field("recycled", model.recycledWorkers())
        .end();
    // Only said when there is something to say: the recording is incomplete from then on.
    if (!model.recordingFault().isEmpty()) {
      line.field("recordingFault", model.recordingFault());
    }
    line.beginList("incidents");
    model.incidents().forEach(incident -> incident(line, incident));
    return line.endList().end().endLine().copy();
  }

  private static void job(JsonLine line, JobModel model) {
    textOrNull(line, "job", model.job().map(JobDescription::name));
    textOrNull(line, "state", model.end().map(e -> EventEncoder.END.of(e.end())));
    textOrNull(line, "started", model.job().map(job -> IsoTime.text(job.startedAt())));
    textOrNull(line, "ended", ended(model).map(IsoTime::text));
    line.fieldOrNull(
        "exitCode", model.end().map(e -> OptionalInt.of(e.exitCode())).orElse(OptionalInt.empty()));
  }

  /// When the job ended; empty when it did not.
  static Optional<Instant> ended(JobModel model) {
    Optional<PoolEvent.JobEnded> end = model.end();
    return model.job().flatMap(job -> end.map(e -> job.startedAt().plusNanos(e.atNanos())));
  }

  /// A task that a user ran once more is told of by the newest of its chain alone.
  private static void tasks(JsonLine line, JobModel model) {
    line.begin("tasks")
        .field("total", model.countingTasks())
        .field("done", model.countOfCounting(TaskState.DONE))
        .field("failed", model.countOfCounting(TaskState.FAILED))
        .field("timedOut", model.countOfCounting(TaskState.TIMED_OUT))
        .field("quarantined", model.countOfCounting(TaskState.QUARANTINED))
        .field("cancelled", model.countOfCounting(TaskState.CANCELLED))
        .field("notRun", model.countOfCounting(TaskState.NOT_RUN))
        .end();
  }

  private static void incident(JsonLine line, Incident incident) {
    line.begin()
        .field("id", incident.id())
        .field("worker", incident.worker())
        .fieldOrNull("pid", pid(incident.process()))
        .fieldOrNull("task", incident.task())
        .fieldOrNull(
            "attempt",
            incident.task().isPresent() ? OptionalInt.of(incident.attempt()) : OptionalInt.empty());
    cause(line, incident.cause());
    line.field("sentence", incident.sentence()).beginList("evidence");
    for (Evidence one : incident.evidence()) {
      line.begin()
          .field("source", one.source())
          .field("text", one.text())
          .millis("ms", one.atNanos() - incident.originNanos())
          .end();
    }
    line.endList().beginList("timeline");
    for (TimelineEntry entry : incident.timeline()) {
      line.begin()
          .field("step", STEP.of(entry.step()))
          .millis("ms", entry.atNanos() - incident.originNanos())
          .end();
    }
    line.endList();
    memory(line, incident.memory());
    line.beginList("output");
    incident.output().forEach(line::element);
    line.endList().end();
  }

  private static OptionalLong pid(Optional<ProcessIdentity> process) {
    return process.map(p -> OptionalLong.of(p.pid())).orElse(OptionalLong.empty());
  }

  private static void cause(JsonLine line, DeathCause cause) {
    line.begin("cause")
        .field("kind", EventEncoder.CAUSE.of(cause.kind()))
        .fieldOrNull("signal", cause.signal())
        .fieldOrNull("exitCode", cause.exitCode());
    textOrNull(line, "reason", Optional.of(cause.reason()).filter(text -> !text.isEmpty()));
    line.field("certainty", EventEncoder.CERTAINTY.of(cause.certainty())).end();
  }

  private static void memory(JsonLine line, MemoryReading memory) {
    line.begin("memory")
        .fieldOrNull("residentBytes", memory.residentBytes())
        .fieldOrNull("committedBytes", memory.committedBytes())
        .fieldOrNull("reservedBytes", memory.reservedBytes())
        .fieldOrNull("peakResidentBytes", memory.peakResidentBytes())
        .end();
  }

  private static void textOrNull(JsonLine line, String key, Optional<String> text) {
    if (text.isPresent()) {
      line.field(key, text.get());
    } else {
      line.fieldNull(key);
    }
  }
}
