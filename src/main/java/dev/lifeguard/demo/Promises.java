package dev.lifeguard.demo;

import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskFate;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// What several demonstrations promise. Each looks at what was recorded, never at how long it took.
final class Promises {
  private Promises() {}

  /// Some worker died of this, for certain, and not by Lifeguard's hand.
  static Expectation deathBySignal(int signal, String promise) {
    return onIncident(
        promise,
        incident -> incident.cause().signal().orElse(0) == signal,
        (incident, _) ->
            new Finding(
                incident.cause().kind() == CauseKind.SIGNAL && isCertain(incident),
                told(incident)));
  }

  /// Some worker died of this kind of cause, for certain.
  static Expectation deathOfKind(CauseKind kind, String promise) {
    return onIncident(
        promise,
        incident -> incident.cause().kind() == kind,
        (incident, _) -> new Finding(isCertain(incident), told(incident)));
  }

  /// Just one attempt was lost, and its task went back to the queue.
  static Expectation oneTaskGoesBack() {
    return onIncident(
        "Just the task in its hands is lost, and it goes back to the queue.",
        Incident::isDeath,
        Promises::requeued);
  }

  private static Finding requeued(Incident incident, JobModel model) {
    if (incident.task().isEmpty() || step(incident, TimelineStep.REQUEUED).isEmpty()) {
      return Finding.not("no task went back to the queue");
    }
    return new Finding(
        model.lostAttempts() == 1,
        "Task "
            + incident.task().getAsInt()
            + " went back at once; "
            + model.lostAttempts()
            + " of "
            + model.attemptsStarted()
            + " attempts was lost.");
  }

  /// Another process stands where the dead one stood.
  static Expectation replaced() {
    return onIncident(
        "Another process takes the dead worker's place.", Incident::isDeath, Promises::replacement);
  }

  private static Finding replacement(Incident incident, JobModel model) {
    if (incident.replacement().isEmpty()) {
      return Finding.not("nobody took its place");
    }
    int replacement = incident.replacement().getAsInt();
    long pid = model.worker(replacement).process().map(p -> p.pid()).orElse(0L);
    String ready =
        step(incident, TimelineStep.REPLACEMENT_READY)
            .map(at -> ", ready after " + ms(at - incident.originNanos()))
            .orElse("");
    return new Finding(pid != 0, "Worker " + replacement + " (pid " + pid + ")" + ready + ".");
  }

  /// Nothing is left undone.
  static Expectation everyTaskDone(String promise) {
    return onModel(
        promise,
        model -> {
          int done = model.count(TaskState.DONE);
          return new Finding(
              done == model.taskCount() && done > 0,
              done + " of " + model.taskCount() + " tasks are done.");
        });
  }

  /// Everything but the tasks that cannot be done is done, and those are put aside.
  static Expectation allButQuarantined(int quarantined, String promise) {
    return onModel(
        promise,
        model -> {
          int done = model.count(TaskState.DONE);
          int aside = model.count(TaskState.QUARANTINED);
          return new Finding(
              aside == quarantined && done == model.taskCount() - quarantined,
              done + " of " + model.taskCount() + " tasks are done, " + aside + " quarantined.");
        });
  }

  /// The task of the incident ended like this.
  static Expectation taskEndsAs(TaskOutcome outcome, Predicate<Incident> which, String promise) {
    return onIncident(
        promise,
        which.and(incident -> incident.fate() instanceof TaskFate.Ended),
        (incident, model) ->
            new Finding(
                incident.fate().equals(new TaskFate.Ended(outcome)),
                "Task "
                    + incident.task().orElse(0)
                    + " is "
                    + outcome.name().toLowerCase(Locale.ROOT)
                    + " after "
                    + model.attempts(incident.task().orElse(0))
                    + " attempts."));
  }

  /// Nothing went wrong as far as the pool is concerned.
  static Expectation noIncident(String promise) {
    return onModel(
        promise,
        model ->
            new Finding(
                model.incidents().isEmpty(),
                model.incidents().isEmpty() ? "No incident." : told(model.incidents().getFirst())));
  }

  /// Looks at the job as it ended.
  static Expectation onModel(String promise, Function<JobModel, Finding> check) {
    return new Expectation(promise, witness -> check.apply(witness.model()));
  }

  /// A look at one incident.
  @FunctionalInterface
  interface IncidentCheck {
    Finding check(Incident incident, JobModel model);
  }

  /// Looks at the first incident of some kind.
  static Expectation onIncident(String promise, Predicate<Incident> which, IncidentCheck check) {
    return onModel(
        promise,
        model ->
            model.incidents().stream()
                .filter(which)
                .findFirst()
                .map(incident -> check.check(incident, model))
                .orElseGet(() -> Finding.not(instead(model))));
  }

  private static String instead(JobModel model) {
    return model.incidents().isEmpty()
        ? "Nothing of the kind happened."
        : "Instead: " + told(model.incidents().getFirst());
  }

  /// The incident in its own words, and how fast it was decided.
  static String told(Incident incident) {
    String times =
        step(incident, TimelineStep.EXIT_SEEN)
            .flatMap(exit -> step(incident, TimelineStep.DECIDED).map(at -> at - exit))
            // A hang was decided long before the end that Lifeguard made of it.
            .filter(nanos -> nanos >= 0)
            .map(Promises::ms)
            .map(ms -> "; decided " + ms + " after the exit was seen")
            .orElse("");
    return incident.sentence() + times + ".";
  }

  private static boolean isCertain(Incident incident) {
    return incident.cause().certainty() == Certainty.CERTAIN;
  }

  /// When a step of an incident was seen, if it was.
  static Optional<Long> step(Incident incident, TimelineStep step) {
    return incident.timeline().stream()
        .filter(entry -> entry.step() == step)
        .map(TimelineEntry::atNanos)
        .findFirst();
  }

  static String ms(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
