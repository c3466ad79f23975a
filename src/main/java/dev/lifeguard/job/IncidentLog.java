package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The incidents of a job and what happens to them after they are opened. Owned by a [JobModel].
final class IncidentLog {
  private final List<Incident> incidents = new ArrayList<>();
  private final Map<Integer, Integer> latestOfTask = new HashMap<>();
  // Whose start is a step of which incident, until it is ready. A slot is its own replacement.
  private final Map<Integer, Integer> awaitedAfter = new HashMap<>();

  List<Incident> all() {
    return Collections.unmodifiableList(incidents);
  }

  Incident get(int id) {
    return incidents.get(id - 1);
  }

  void open(PoolEvent.WorkerHung e, Worker hung, JobLimits limits) {
    append(Incident.of(e, hung.process(), limits, memory(hung)));
    e.task().ifPresent(task -> latestOfTask.put(task, e.incident()));
  }

  void moved(PoolEvent.WorkerMoved e) {
    put(
        get(e.incident())
            .moved(e.atNanos())
            .withStep(TimelineStep.MOVED_AGAIN, e.atNanos(), "worker " + e.worker()));
  }

  void open(PoolEvent.WorkerDied e, Worker dead, JobLimits limits) {
    Incident death =
        Incident.of(e, dead.process(), limits, memory(dead), firstSteps(e, dead, limits));
    boolean wasHung = dead.hang().isPresent() && dead.hang().getAsInt() == e.incident();
    if (wasHung) {
      put(get(e.incident()).endedBy(death, e.atNanos()));
    } else {
      e.task().ifPresent(task -> lostLater(task, e.incident()));
      append(death);
    }
    e.task().ifPresent(task -> latestOfTask.put(task, e.incident()));
  }

  void decided(int id, TaskFate fate) {
    put(get(id).withFate(fate));
  }

  private void append(Incident incident) {
    if (incident.id() != incidents.size() + 1) {
      throw new IllegalArgumentException(
          "incident " + incident.id() + " does not follow incident " + incidents.size());
    }
    incidents.add(incident);
  }

  /// A hang that was survived has no say any more in what becomes of the task.
  private void lostLater(int task, int later) {
    latest(task)
        .filter(incident -> incident.fate() instanceof TaskFate.StillRuns)
        .ifPresent(incident -> put(incident.withFate(new TaskFate.LostLater(later))));
  }

  private static MemoryReading memory(Worker worker) {
    return worker.reading().map(ProcessReading::memory).orElse(MemoryReading.UNKNOWN);
  }

  private static List<TimelineEntry> firstSteps(
      PoolEvent.WorkerDied e, Worker dead, JobLimits limits) {
    List<TimelineEntry> steps = new ArrayList<>();
    boolean ours =
        switch (e.cause().kind()) {
          case OPERATOR, POLICY, HANG -> true;
          case KERNEL_OOM, SIGNAL, EXIT, START, PROTOCOL -> false;
        };
    List<PoolEvent.WorkerSignalling> sent = dead.signals();
    if (ours && !sent.isEmpty()) {
      PoolEvent.WorkerSignalling last = sent.getLast();
      steps.add(
          step(TimelineStep.SIGNAL_SENT, last.atNanos(), limits.system().nameOf(last.signal())));
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
      case ExitStatus.Windows(int code) -> "code " + WindowsCode.text(code);
      case ExitStatus.Unknown _ -> "gone";
    };
  }

  void refined(PoolEvent.CauseRefined e) {
    put(get(e.incident()).refined(e));
  }

  void requeued(int task, int attempt, long atNanos) {
    latest(task)
        .filter(incident -> incident.attempt() == attempt)
        .ifPresent(incident ->
            put(
                incident
                    .moved(atNanos)
                    .withFate(new TaskFate.Requeued(attempt + 1))
                    .withStep(
                        TimelineStep.REQUEUED,
                        atNanos,
                        "task " + task + ", attempt " + (attempt + 1))));
  }

  void taskEnded(PoolEvent.TaskEnded e) {
    latest(e.task()).ifPresent(incident -> put(ended(incident, e)));
  }

  /// A task of somebody else's pool has ended because of the death of its worker.
  void lost(int task, TaskFate fate) {
    latest(task).ifPresent(incident -> put(incident.withFate(fate)));
  }

  private static Incident ended(Incident incident, PoolEvent.TaskEnded e) {
    String by = e.worker().isPresent() ? " on worker " + e.worker().getAsInt() : "";
    Incident next =
        incident
            .moved(e.atNanos())
            .withStep(
                TimelineStep.TASK_ENDED,
                e.atNanos(),
                "task " + e.task() + " " + IncidentSentence.word(e.outcome()) + by);
    return switch (incident.fate()) {
      case TaskFate.Undecided _, TaskFate.StillRuns _ ->
          next.withFate(new TaskFate.Ended(e.outcome()));
      case TaskFate.NoTask _,
          TaskFate.Requeued _,
          TaskFate.Ended _,
          TaskFate.LostLater _,
          TaskFate.Unseen _,
          TaskFate.NotRun _ ->
          next;
    };
  }

  void queueAbandoned(TaskTable tasks) {
    for (Incident incident : List.copyOf(incidents)) {
      if (incident.fate() instanceof TaskFate.Requeued
          && incident.task().isPresent()
          && tasks.state(incident.task().getAsInt()) == TaskState.NOT_RUN
          && tasks.attempts(incident.task().getAsInt()) == incident.attempt()) {
        put(incident.withFate(new TaskFate.NotRun()));
      }
    }
  }

  /// The job goes on under a new supervisor: what would not have been run is queued again, and no
  /// replacement of the one before is awaited.
  void resumed(TaskTable tasks) {
    awaitedAfter.clear();
    for (Incident incident : List.copyOf(incidents)) {
      if (incident.fate() instanceof TaskFate.NotRun
          && incident.task().isPresent()
          && tasks.state(incident.task().getAsInt()) == TaskState.QUEUED) {
        put(incident.withFate(new TaskFate.Requeued(incident.attempt() + 1)));
      }
    }
  }

  /// `replacement` starts in the place of a dead worker: another one, or a slot that opens again.
  void replaced(Worker dead, int replacement) {
    dead.incident()
        .ifPresent(id -> {
          put(get(id).withReplacement(replacement));
          awaitedAfter.put(replacement, id);
        });
  }

  void replacementStarted(PoolEvent.WorkerSpawned e) {
    String who = "worker " + e.worker() + " (pid " + e.process().pid() + ")";
    awaitedAfter(e.worker())
        .ifPresent(
            incident -> put(incident.withStep(TimelineStep.REPLACEMENT_STARTED, e.atNanos(), who)));
  }

  void replacementReady(PoolEvent.WorkerReady e) {
    awaitedAfter(e.worker())
        .ifPresent(incident ->
            put(
                incident.withStep(
                    TimelineStep.REPLACEMENT_READY, e.atNanos(), "worker " + e.worker())));
    awaitedAfter.remove(e.worker());
  }

  private Optional<Incident> awaitedAfter(int worker) {
    return Optional.ofNullable(awaitedAfter.get(worker)).map(this::get);
  }

  private Optional<Incident> latest(int task) {
    // Asked of every task that ends, and most jobs know of no incident.
    return latestOfTask.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(latestOfTask.get(task)).map(this::get);
  }

  private void put(Incident incident) {
    incidents.set(incident.id() - 1, incident);
  }

  private static TimelineEntry step(TimelineStep step, long atNanos, String note) {
    return new TimelineEntry(step, atNanos, note);
  }
}
