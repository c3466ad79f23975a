package dev.lifeguard.demo;

import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskState;
import java.util.List;

/// Workers that die, by a signal or by their own hand.
final class DeathScenarios {
  private static final String WORKED_ON = "Every task is done, the interrupted one as well.";
  private static final int SIGKILL = 9;
  private static final int SIGSEGV = 11;
  private static final int SIGTERM = 15;

  private DeathScenarios() {}

  static Scenario sigkill() {
    return new Scenario(
        "sigkill",
        "SIGKILL a busy worker",
        List.of(
            "Four workers factor numbers; in the middle of a task one of them gets SIGKILL from a"
                + " stranger, as the kernel's OOM killer would send it.",
            "A Python multiprocessing.Pool would now wait for ever for that one result."),
        List.of(
            Act.only(
                "sigkill",
                List.of("job.yaml", "factor.py", "numbers.txt"),
                () -> new Stranger("KILL"),
                List.of(
                    Promises.deathBySignal(
                        SIGKILL,
                        "The death is told for what it was: SIGKILL, certain, not sent by"
                            + " Lifeguard."),
                    Promises.oneTaskGoesBack(),
                    Promises.replaced(),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  static Scenario sigterm() {
    return new Scenario(
        "sigterm",
        "SIGTERM from outside",
        List.of(
            "Somebody else sends a busy worker SIGTERM, the polite signal that scripts and service"
                + " managers use.",
            "Lifeguard uses it, too, when it ends a worker; who sent this one must not be mixed"
                + " up."),
        List.of(
            Act.only(
                "sigterm",
                List.of("job.yaml", "digest.py"),
                () -> new Stranger("TERM"),
                List.of(
                    Promises.deathBySignal(
                        SIGTERM, "The death is told as SIGTERM, certain, not sent by Lifeguard."),
                    Promises.oneTaskGoesBack(),
                    Promises.replaced(),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  static Scenario sigsegv() {
    return new Scenario(
        "sigsegv",
        "Segmentation fault in native code",
        List.of(
            "One task calls a C function with a wild pointer, and the whole interpreter dies of"
                + " SIGSEGV in the middle of it.",
            "No exception can tell of that; only the operating system knows, and whoever asks it."),
        List.of(
            Act.only(
                "sigsegv",
                List.of("job.yaml", "crash.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.deathBySignal(
                        SIGSEGV, "The death is told as SIGSEGV, certain, with the task at fault."),
                    Promises.oneTaskGoesBack(),
                    Promises.replaced(),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  static Scenario exit() {
    return new Scenario(
        "exit",
        "Exit with code 0 and no good-bye",
        List.of(
            "A library ends the process in the middle of a task, with exit code 0 as if all were"
                + " well.",
            "Several pools trust that code and lose the task for ever."),
        List.of(
            Act.only(
                "exit",
                List.of("job.yaml", "leave.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onIncident(
                        "The exit is told as a death all the same: code 0, no good-bye.",
                        incident -> incident.cause().kind() == CauseKind.EXIT,
                        (incident, _) ->
                            new Finding(
                                incident.cause().exitCode().orElse(-1) == 0,
                                Promises.told(incident))),
                    Promises.oneTaskGoesBack(),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  static Scenario poison() {
    return new Scenario(
        "poison",
        "A task that kills every worker",
        List.of(
            "One of the items kills whatever worker touches it, again and again.",
            "A pool without a limit on retries would feed its workers to it for ever."),
        List.of(
            Act.only(
                "poison",
                List.of("job.yaml", "poison.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.deathBySignal(SIGKILL, "Each death is an incident with its cause."),
                    Promises.taskEndsAs(
                        TaskOutcome.QUARANTINED,
                        Incident::isDeath,
                        "After three dead workers the task is put into quarantine."),
                    Promises.allButQuarantined(1, "All other tasks are done.")))));
  }

  static Scenario crashLoop() {
    return new Scenario(
        "crash-loop",
        "Workers that die before they do anything",
        List.of(
            "Every worker comes up, takes a task and dies at once: nothing will ever be done here.",
            "Lifeguard waits longer before each new start, and then gives up and says why instead"
                + " of starting processes for ever."),
        List.of(
            Act.only(
                "crash-loop",
                List.of("job.yaml", "doomed.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onModel(
                        "The pool gives up when its restart budget is spent.",
                        model ->
                            model
                                .gaveUp()
                                .map(it -> new Finding(true, it.reason() + "."))
                                .orElseGet(() -> Finding.not("It did not give up."))),
                    Promises.onModel(
                        "It has started no more processes than the budget allows.",
                        model ->
                            new Finding(
                                model.workerCount() <= 2 + 4,
                                model.workerCount() + " workers were started, 2 at first.")),
                    Promises.onModel(
                        "What was never tried is told as not run.",
                        model ->
                            new Finding(
                                model.count(TaskState.NOT_RUN) > 0
                                    && model.count(TaskState.DONE) == 0,
                                model.count(TaskState.NOT_RUN) + " tasks were not run."))))));
  }
}
