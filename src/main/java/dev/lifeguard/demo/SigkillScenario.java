package dev.lifeguard.demo;

import dev.lifeguard.demo.Scenario.Expectation;
import dev.lifeguard.demo.Scenario.Finding;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// A busy worker gets SIGKILL from a stranger, as the kernel's OOM killer would send it.
final class SigkillScenario {
  private static final int SIGKILL = 9;

  private SigkillScenario() {}

  static Scenario scenario() {
    return new Scenario(
        "sigkill",
        "SIGKILL a busy worker",
        List.of(
            "Four workers factor numbers; in the middle of a task one of them gets SIGKILL from a"
                + " stranger, as the kernel's OOM killer would send it.",
            "A Python multiprocessing.Pool would now wait for ever for that one result."),
        List.of("job.yaml", "factor.py", "numbers.txt"),
        KillABusyWorker::new,
        List.of(
            new Expectation(
                "The death is told for what it was: SIGKILL, certain, not sent by Lifeguard.",
                model -> onTheKill(model, SigkillScenario::cause)),
            new Expectation(
                "Just the task in its hands is lost, and it goes back to the queue.",
                model -> onTheKill(model, incident -> requeued(incident, model))),
            new Expectation(
                "Another process takes the dead worker's place.",
                model -> onTheKill(model, incident -> replaced(incident, model))),
            new Expectation(
                "Every task is done, the interrupted one at its second attempt.",
                SigkillScenario::allDone)));
  }

  private static Finding onTheKill(JobModel model, Function<Incident, Finding> check) {
    return model.incidents().stream()
        .filter(incident -> incident.cause().signal().orElse(0) == SIGKILL)
        .findFirst()
        .map(check)
        .orElse(new Finding(false, "no worker died of SIGKILL"));
  }

  private static Finding cause(Incident incident) {
    boolean kept =
        incident.cause().kind() == CauseKind.SIGNAL
            && incident.cause().certainty() == Certainty.CERTAIN;
    String times =
        step(incident, TimelineStep.EXIT_SEEN)
            .flatMap(exit -> step(incident, TimelineStep.DECIDED).map(at -> ms(at - exit)))
            .map(ms -> "; decided " + ms + " after the exit was seen")
            .orElse("");
    return new Finding(kept, incident.sentence() + times + ".");
  }

  private static Finding requeued(Incident incident, JobModel model) {
    OptionalInt task = incident.task();
    if (task.isEmpty() || step(incident, TimelineStep.REQUEUED).isEmpty()) {
      return new Finding(false, "no task went back to the queue");
    }
    return new Finding(
        model.lostAttempts() == 1,
        "Task "
            + task.getAsInt()
            + " went back at once; "
            + model.lostAttempts()
            + " of "
            + model.attemptsStarted()
            + " attempts was lost.");
  }

  private static Finding replaced(Incident incident, JobModel model) {
    if (incident.replacement().isEmpty()) {
      return new Finding(false, "nobody took its place");
    }
    int replacement = incident.replacement().getAsInt();
    long pid = model.worker(replacement).process().map(p -> p.pid()).orElse(0L);
    String ready =
        step(incident, TimelineStep.REPLACEMENT_READY)
            .map(at -> ", ready after " + ms(at - incident.originNanos()))
            .orElse("");
    return new Finding(pid != 0, "Worker " + replacement + " (pid " + pid + ")" + ready + ".");
  }

  private static Finding allDone(JobModel model) {
    int done = model.count(TaskState.DONE);
    boolean second =
        model.incidents().stream()
            .flatMapToInt(incident -> incident.task().stream())
            .allMatch(task -> model.attempts(task) == 2);
    return new Finding(
        done == model.taskCount() && done > 0 && second,
        done + " of " + model.taskCount() + " tasks are done.");
  }

  private static Optional<Long> step(Incident incident, TimelineStep step) {
    return incident.timeline().stream()
        .filter(entry -> entry.step() == step)
        .map(TimelineEntry::atNanos)
        .findFirst();
  }

  private static String ms(long nanos) {
    return String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
