package dev.lifeguard.journal;

import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.Worker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What happens to a foreign pool, one JSON object a line, for `watch --json` and `launch --json`:
/// `{"at":"2026-11-20T11:40:05.123Z","event":"died","pid":4711,…}`. Events that are measurements
/// make no line.
public final class WatchJson {
  private WatchJson() {}

  /// The line about an event, without its end.
  ///
  /// @param model the job with this event folded in
  /// @param found whether a worker that appears was there before we came
  /// @return empty when it is not worth one
  public static Optional<String> line(PoolEvent event, JobModel model, boolean found) {
    return switch (event) {
      case PoolEvent.JobStarted e ->
          Optional.of(
              text(
                  head(e, model, "attached", e.job().supervisor().pid())
                      .field("name", e.job().name())
                      .field("command", e.job().target())));
      case PoolEvent.PoolRecognised e -> Optional.of(recognised(e, model));
      case PoolEvent.WorkerSpawned e -> Optional.of(started(e, model, found));
      case PoolEvent.WorkerEnded e ->
          Optional.of(
              text(status(head(e, model, "left", pid(model, e.worker())), e.worker(), e.status())));
      case PoolEvent.WorkerDied e -> Optional.of(died(e, model));
      case PoolEvent.CauseRefined e ->
          Optional.of(
              incident(
                  head(e, model, "refined", pid(model, model.incident(e.incident()).worker())),
                  model,
                  e));
      case PoolEvent.VerdictReached e -> Optional.of(verdict(e, model));
      case PoolEvent.ManagerEnded e ->
          Optional.of(text(status(head(e, model, "ended", supervisor(model)), 0, e.status())));
      case PoolEvent.WorkerSignalling e ->
          Optional.of(
              text(
                  head(e, model, "signalled", pid(model, e.worker()))
                      .field("worker", e.worker())
                      .field("signal", e.signal())));
      case PoolEvent.Unrecognised e ->
          Optional.of(text(head(e, model, e.type(), supervisor(model)).field("text", e.text())));
      default -> Optional.empty();
    };
  }

  /// How many tasks are in which state, and what the workers have in hand: of a pool that is seen
  /// from inside.
  public static String tasks(PoolEvent event, JobModel model) {
    JsonLine line =
        head(event, model, "tasks", supervisor(model))
            .field("queued", model.count(TaskState.QUEUED))
            .field("running", model.count(TaskState.RUNNING))
            .field("done", model.count(TaskState.DONE))
            .field("failed", model.count(TaskState.FAILED))
            .field("cancelled", model.count(TaskState.CANCELLED))
            .field("notRun", model.count(TaskState.NOT_RUN))
            .field("lostAttempts", model.lostAttempts())
            .field("callsWaiting", model.foreign().inside().map(it -> it.callsWaiting()).orElse(0L))
            .beginList("inHand");
    for (Worker worker : model.workers()) {
      if (!worker.isDead() && worker.task().isPresent()) {
        int task = worker.task().getAsInt();
        line.begin()
            .field("worker", worker.number())
            .field("pid", pid(model, worker.number()))
            .field("task", task)
            .field("attempt", model.attempts(task))
            .field("item", model.item(task))
            .millis("ms", event.atNanos() - worker.taskStartedNanos())
            .end();
      }
    }
    line.endList();
    return text(line);
  }

  private static long pid(JobModel model, int worker) {
    return model.worker(worker).process().map(ProcessIdentity::pid).orElse(0L);
  }

  private static long supervisor(JobModel model) {
    return model.job().map(job -> job.supervisor().pid()).orElse(0L);
  }

  private static JsonLine head(PoolEvent event, JobModel model, String word, long pid) {
    String at =
        model.job().map(job -> IsoTime.text(job.startedAt().plusNanos(event.atNanos()))).orElse("");
    return new JsonLine().begin().field("at", at).field("event", word).field("pid", pid);
  }

  private static String recognised(PoolEvent.PoolRecognised e, JobModel model) {
    JsonLine line =
        head(e, model, "recognised", supervisor(model))
            .field("kind", EventEncoder.POOL_KIND.of(e.kind()))
            .field("title", e.kind().title())
            .field("reason", e.reason())
            .field("onDeath", e.kind().onDeath())
            .beginList("unseen");
    e.unseen().forEach(line::element);
    line.endList();
    return text(orNull(line, "remedy", e.remedy()));
  }

  private static String started(PoolEvent.WorkerSpawned e, JobModel model, boolean found) {
    OptionalInt replaces = model.worker(e.worker()).replaces();
    String word = found ? "found" : replaces.isPresent() ? "replaced" : "started";
    JsonLine line = head(e, model, word, e.process().pid()).field("worker", e.worker());
    if (replaces.isPresent()) {
      line.field("replacesWorker", replaces.getAsInt())
          .field("replacesPid", pid(model, replaces.getAsInt()));
    }
    return text(line);
  }

  private static String died(PoolEvent.WorkerDied e, JobModel model) {
    JsonLine line = status(head(e, model, "died", pid(model, e.worker())), e.worker(), e.status());
    Incident incident = model.incident(e.incident());
    cause(line, incident.cause());
    line.field("sentence", incident.sentence());
    evidence(line, incident.evidence(), incident.originNanos());
    return text(line);
  }

  private static String incident(JsonLine line, JobModel model, PoolEvent.CauseRefined e) {
    Incident incident = model.incident(e.incident());
    cause(line.field("worker", incident.worker()), incident.cause());
    line.field("sentence", incident.sentence());
    evidence(line, e.evidence(), incident.originNanos());
    return text(line);
  }

  private static String verdict(PoolEvent.VerdictReached e, JobModel model) {
    JsonLine line = head(e, model, "verdict", supervisor(model));
    append(line, "verdict", e.verdict(), e.atNanos());
    return text(line);
  }

  /// A verdict as the value of a key.
  static void append(JsonLine line, String key, Verdict verdict, long originNanos) {
    line.begin(key)
        .field("kind", EventEncoder.VERDICT.of(verdict.kind()))
        .field("certainty", EventEncoder.CERTAINTY.of(verdict.certainty()))
        .field("sentence", verdict.sentence());
    evidence(line, verdict.evidence(), originNanos);
    orNull(line, "remedy", verdict.remedy()).end();
  }

  private static JsonLine status(JsonLine line, int worker, ExitStatus status) {
    if (worker > 0) {
      line.field("worker", worker);
    }
    OptionalInt code =
        switch (status) {
          case ExitStatus.Exited(int exit) -> OptionalInt.of(exit);
          case ExitStatus.Windows(int exit) -> OptionalInt.of(exit);
          case ExitStatus.Signalled _, ExitStatus.Ambiguous _, ExitStatus.Unknown _ ->
              OptionalInt.empty();
        };
    OptionalInt signal =
        status instanceof ExitStatus.Signalled(int number, boolean _)
            ? OptionalInt.of(number)
            : OptionalInt.empty();
    return line.fieldOrNull("exitCode", code).fieldOrNull("signal", signal);
  }

  private static void cause(JsonLine line, DeathCause cause) {
    line.begin("cause")
        .field("kind", EventEncoder.CAUSE.of(cause.kind()))
        .fieldOrNull("signal", cause.signal())
        .fieldOrNull("exitCode", cause.exitCode());
    orNull(line, "reason", cause.reason())
        .field("certainty", EventEncoder.CERTAINTY.of(cause.certainty()))
        .end();
  }

  private static void evidence(JsonLine line, List<Evidence> evidence, long originNanos) {
    line.beginList("evidence");
    for (Evidence one : evidence) {
      line.begin()
          .field("source", one.source())
          .field("text", one.text())
          .millis("ms", one.atNanos() - originNanos)
          .end();
    }
    line.endList();
  }

  private static JsonLine orNull(JsonLine line, String key, String text) {
    return text.isEmpty() ? line.fieldNull(key) : line.field(key, text);
  }

  private static String text(JsonLine line) {
    return new String(line.end().copy(), StandardCharsets.UTF_8);
  }
}
