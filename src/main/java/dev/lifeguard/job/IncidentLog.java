package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The incidents of a job and what happens to them after they are opened. Owned by a [JobModel].
final class IncidentLog {
  private final List<Incident> incidents = new ArrayList<>();
  private final Map<Integer, Integer> latestOfTask = new HashMap<>();

  List<Incident> all() {
    return Collections.unmodifiableList(incidents);
  }

  Incident get(int id) {
    return incidents.get(id - 1);
  }

  void open(PoolEvent.WorkerHung e, Worker hung, int attemptsPerTask) {
    incidents.add(
        new Incident(
            e.incident(),
            e.worker(),
            hung.process(),
            e.task(),
            e.attempt(),
            attemptsPerTask,
            new ExitStatus.Unknown(),
            new DeathCause(
                CauseKind.HANG,
                OptionalInt.empty(),
                OptionalInt.empty(),
                e.waitsFor(),
                Certainty.LIKELY),
            e.evidence(),
            List.of(step(TimelineStep.DECIDED, e.atNanos(), e.waitsFor())),
            new TaskFate.Undecided(),
            hung.reading().map(ProcessReading::memory).orElse(MemoryReading.UNKNOWN),
            List.of(),
            OptionalInt.empty()));
    e.task().ifPresent(task -> latestOfTask.put(task, e.incident()));
  }

  void moved(PoolEvent.WorkerMoved e) {
    put(
        get(e.incident())
            .withStep(step(TimelineStep.DECIDED, e.atNanos(), "worker " + e.worker() + " moves")));
  }

  void open(PoolEvent.WorkerDied e, Worker dead, int attemptsPerTask) {
    Optional<Incident> hang =
        dead.hang().isPresent() && dead.hang().getAsInt() == e.incident()
            ? Optional.of(get(e.incident()))
            : Optional.empty();
    if (hang.isEmpty() && e.incident() != incidents.size() + 1) {
      throw new IllegalArgumentException(
          "incident " + e.incident() + " does not follow incident " + incidents.size());
    }
    List<Evidence> evidence = new ArrayList<>();
    List<TimelineEntry> steps = new ArrayList<>();
    hang.ifPresent(before -> {
      evidence.addAll(before.evidence());
      steps.addAll(before.timeline());
    });
    evidence.addAll(e.evidence());
    steps.addAll(firstSteps(e, dead));
    Incident incident =
        new Incident(
            e.incident(),
            e.worker(),
            dead.process(),
            e.task(),
            e.attempt(),
            attemptsPerTask,
            e.status(),
            e.cause(),
            evidence,
            steps,
            e.task().isPresent() ? new TaskFate.Undecided() : new TaskFate.NoTask(),
            dead.reading().map(ProcessReading::memory).orElse(MemoryReading.UNKNOWN),
            List.of(),
            OptionalInt.empty());
    if (hang.isPresent()) {
      put(incident);
    } else {
      incidents.add(incident);
    }
    e.task().ifPresent(task -> latestOfTask.put(task, e.incident()));
  }

  private static List<TimelineEntry> firstSteps(PoolEvent.WorkerDied e, Worker dead) {
    List<TimelineEntry> steps = new ArrayList<>();
    boolean ours = e.cause().kind() == CauseKind.OPERATOR || e.cause().kind() == CauseKind.POLICY;
    List<PoolEvent.WorkerSignalling> sent = dead.signals();
    if (ours && !sent.isEmpty()) {
      PoolEvent.WorkerSignalling last = sent.getLast();
      steps.add(step(TimelineStep.SIGNAL_SENT, last.atNanos(), SignalName.of(last.signal())));
    }
    e.exitSeenNanos()
        .ifPresent(at -> steps.add(step(TimelineStep.EXIT_SEEN, at, statusText(e.status()))));
    e.outputClosedNanos()
        .ifPresent(at -> steps.add(step(TimelineStep.OUTPUT_CLOSED, at, "protocol pipe ended")));
    steps.add(step(TimelineStep.DECIDED, e.atNanos(), "worker " + e.worker() + " is dead"));
    return steps;
  }

  private static String statusText(ExitStatus status) {
    return switch (status) {
      case ExitStatus.Exited(int code) -> "exit code " + code;
      case ExitStatus.Signalled(int signal, boolean core) ->
          "killed by " + SignalName.of(signal) + (core ? ", core dumped" : "");
      case ExitStatus.Ambiguous(int code) -> "exit code " + code + " or a signal";
      case ExitStatus.Unknown _ -> "gone";
    };
  }

  void refined(PoolEvent.CauseRefined e) {
    put(get(e.incident()).refined(e.cause(), e.evidence(), e.output()));
  }

  void requeued(PoolEvent.TaskRequeued e) {
    latest(e.task())
        .filter(incident -> incident.attempt() == e.attempt())
        .ifPresent(incident -> put(requeued(incident, e.task(), e.attempt() + 1, e.atNanos())));
  }

  private static Incident requeued(Incident incident, int task, int attempt, long atNanos) {
    return incident
        .withFate(new TaskFate.Requeued(attempt))
        .withStep(step(TimelineStep.REQUEUED, atNanos, "task " + task + ", attempt " + attempt));
  }

  /// A timed-out attempt took its worker with it; its task goes to the tail of the queue.
  void retried(PoolEvent.TaskRetried e) {
    latest(e.task())
        .filter(incident -> incident.attempt() == e.attempt())
        .ifPresent(incident -> put(requeued(incident, e.task(), e.attempt() + 1, e.atNanos())));
  }

  void taskEnded(PoolEvent.TaskEnded e) {
    latest(e.task()).ifPresent(incident -> put(ended(incident, e)));
  }

  private static Incident ended(Incident incident, PoolEvent.TaskEnded e) {
    String by = e.worker().isPresent() ? " on worker " + e.worker().getAsInt() : "";
    Incident next =
        incident.withStep(
            step(
                TimelineStep.TASK_ENDED,
                e.atNanos(),
                "task " + e.task() + " " + IncidentSentence.word(e.outcome()) + by));
    return incident.fate() instanceof TaskFate.Undecided
        ? next.withFate(new TaskFate.Ended(e.outcome()))
        : next;
  }

  void queueAbandoned(TaskTable tasks) {
    for (Incident incident : List.copyOf(incidents)) {
      if (incident.fate() instanceof TaskFate.Requeued
          && incident.task().isPresent()
          && tasks.state(incident.task().getAsInt()) == TaskState.NOT_RUN) {
        put(incident.withFate(new TaskFate.NotRun()));
      }
    }
  }

  void replaced(Worker dead, int replacement) {
    dead.incident().ifPresent(id -> put(get(id).withReplacement(replacement)));
  }

  void replacementStarted(Worker worker, PoolEvent.WorkerSpawned e) {
    addReplacementStep(
        worker, TimelineStep.REPLACEMENT_STARTED, e.atNanos(), " (pid " + e.process().pid() + ")");
  }

  void replacementReady(Worker worker, long atNanos) {
    addReplacementStep(worker, TimelineStep.REPLACEMENT_READY, atNanos, "");
  }

  private void addReplacementStep(Worker worker, TimelineStep step, long atNanos, String more) {
    int replacement = worker.number();
    worker
        .replaces()
        .ifPresent(dead -> {
          for (int i = incidents.size() - 1; i >= 0; i--) {
            Incident incident = incidents.get(i);
            if (incident.worker() == dead) {
              put(incident.withStep(step(step, atNanos, "worker " + replacement + more)));
              return;
            }
          }
        });
  }

  private Optional<Incident> latest(int task) {
    return Optional.ofNullable(latestOfTask.get(task)).map(this::get);
  }

  private void put(Incident incident) {
    incidents.set(incident.id() - 1, incident);
  }

  private static TimelineEntry step(TimelineStep step, long atNanos, String note) {
    return new TimelineEntry(step, atNanos, note);
  }
}
