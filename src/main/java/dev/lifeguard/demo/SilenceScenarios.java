package dev.lifeguard.demo;

import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TimelineStep;
import dev.lifeguard.job.WorkerState;
import java.util.List;

/// Workers that fall silent, with and without dying.
final class SilenceScenarios {
  private static final String WORKED_ON = "Every task is done, the interrupted one as well.";
  private static final int SIGKILL = 9;

  private SilenceScenarios() {}

  static Scenario hang() {
    return new Scenario(
        "hang",
        "Deadlock: a lock held across fork",
        List.of(
            "A library's background thread held its lock while the worker was forked; in the copy"
                + " the thread does not exist, and nobody will ever release the lock.",
            "To most pools such a worker looks busy. It is not: it waits without a deadline and"
                + " uses no processor."),
        List.of(
            Act.only(
                "hang",
                List.of("job.yaml", "work.py", "library.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onIncident(
                        "The worker is told as hung, with what it waits for.",
                        incident -> incident.hang().isPresent(),
                        (incident, _) ->
                            new Finding(
                                incident.hang().orElseThrow().waitsFor().contains("lock"),
                                Promises.told(incident))),
                    Promises.taskEndsAs(
                        TaskOutcome.QUARANTINED,
                        incident -> incident.cause().kind() == CauseKind.HANG,
                        "As the job asks, it is killed and its task put aside."),
                    Promises.allButQuarantined(1, "All other tasks are done.")))));
  }

  static Scenario freeze() {
    return new Scenario(
        "freeze",
        "SIGSTOP: a frozen worker",
        List.of(
            "A stranger stops a busy worker with SIGSTOP and lets it go on when the others have"
                + " nothing left to do.",
            "A stopped process is neither dead nor hung; its state comes from the operating system"
                + " and not from its last message."),
        List.of(
            Act.only(
                "freeze",
                List.of("job.yaml", "digest.py"),
                () -> new Stranger("STOP"),
                List.of(
                    new Expectation(
                        "While it is stopped, the worker is shown as suspended.",
                        witness ->
                            new Finding(
                                witness.states().contains(WorkerState.SUSPENDED),
                                witness.states().contains(WorkerState.SUSPENDED)
                                    ? "It was seen as suspended."
                                    : "It was never seen as suspended.")),
                    Promises.noIncident("Nobody is killed and nothing is lost."),
                    Promises.everyTaskDone(
                        "Every task is done, that of the stopped worker as well.")))));
  }

  static Scenario pipe() {
    return new Scenario(
        "pipe",
        "A worker closes its pipe and lives on",
        List.of(
            "A task closes every file descriptor that it can find, with them the pipe to Lifeguard,"
                + " and goes on computing.",
            "No answer can ever come from it; a pool that only waits for processes to end waits for"
                + " ever."),
        List.of(
            Act.only(
                "pipe",
                List.of("job.yaml", "close_all.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onIncident(
                        "A worker whose pipe has ended is ended as well, after 2 seconds.",
                        Incident::isDeath,
                        (incident, _) -> endedForItsPipe(incident)),
                    Promises.oneTaskGoesBack(),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  static Scenario grandchild() {
    return new Scenario(
        "grandchild",
        "A grandchild keeps the pipe open",
        List.of(
            "A task has started a process of its own, which holds the worker's pipe open, and then"
                + " the worker is killed.",
            "Whoever waits for the end of the pipe waits as long as that process lives, which is"
                + " ten minutes."),
        List.of(
            Act.only(
                "grandchild",
                List.of("job.yaml", "parent.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onIncident(
                        "The exit alone decides the death, after 2 seconds, whoever holds the"
                            + " pipe.",
                        incident -> incident.cause().signal().orElse(0) == SIGKILL,
                        (incident, _) -> decidedByExit(incident)),
                    new Expectation(
                        "The grandchild is gone as well.", SilenceScenarios::grandchildrenGone),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  /// Whether the death was decided by its exit alone, the pipe still being open.
  private static Finding decidedByExit(Incident incident) {
    long decided = Promises.step(incident, TimelineStep.DECIDED).orElse(0L);
    boolean exited =
        Promises.step(incident, TimelineStep.EXIT_SEEN).map(at -> at <= decided).orElse(false);
    boolean closed =
        Promises.step(incident, TimelineStep.OUTPUT_CLOSED).map(at -> at <= decided).orElse(false);
    return new Finding(exited && !closed, Promises.told(incident));
  }

  /// Whether the end of the pipe came first, and Lifeguard ended the worker for it.
  private static Finding endedForItsPipe(Incident incident) {
    long closed = Promises.step(incident, TimelineStep.OUTPUT_CLOSED).orElse(Long.MAX_VALUE);
    boolean first =
        Promises.step(incident, TimelineStep.EXIT_SEEN).map(at -> closed < at).orElse(false);
    return new Finding(
        first && incident.cause().kind() == CauseKind.PROTOCOL, Promises.told(incident));
  }

  private static Finding grandchildrenGone(Witness witness) {
    List<ProcessIdentity> started = witness.descendants();
    if (started.isEmpty()) {
      return Finding.not("No grandchild was seen.");
    }
    String seen = started.size() == 1 ? "1 was seen" : started.size() + " were seen";
    boolean gone = started.stream().allMatch(witness::isGone);
    return new Finding(gone, seen + (gone ? ", and none is left." : "; some are left."));
  }
}
