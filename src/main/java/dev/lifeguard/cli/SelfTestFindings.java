package dev.lifeguard.cli;

import static dev.lifeguard.job.MachineCheck.Allows.LESS;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a finished self-test shows of the pool, of the death in it and of the recovery.
final class SelfTestFindings {
  private static final int SIGKILL = 9;

  private final JobModel model;

  private SelfTestFindings(JobModel model) {
    this.model = model;
  }

  static List<MachineCheck> of(JobModel model) {
    SelfTestFindings findings = new SelfTestFindings(model);
    if (model.incidents().size() != 1) {
      return List.of(
          findings.pool(),
          SelfTest.failed(
              "death",
              "one worker was killed, and " + model.incidents().size() + " deaths are told"));
    }
    Incident incident = model.incidents().getFirst();
    return List.of(findings.pool(), death(incident), findings.recovery(incident));
  }

  private MachineCheck pool() {
    int done = model.count(TaskState.DONE);
    String finding =
        "%d of %d tasks are done by %d workers"
            .formatted(done, SelfTestJob.TASKS, model.workerCount());
    return done == SelfTestJob.TASKS && model.recordingFault().isEmpty()
        ? MachineCheck.all("pool", finding)
        : SelfTest.failed("pool", finding + suffix(model.recordingFault()) + suffix(gaveUp()));
  }

  private String gaveUp() {
    return model.gaveUp().map(e -> e.reason()).orElse("");
  }

  private static String suffix(String reason) {
    return reason.isEmpty() ? "" : "; " + reason;
  }

  /// A portable engine sees an exit code where the native one sees the signal.
  private static MachineCheck death(Incident incident) {
    DeathCause cause = incident.cause();
    String finding =
        "one worker was killed from outside: " + incident.sentence() + noticed(incident);
    if (cause.signal().orElse(0) == SIGKILL
        && cause.kind() == CauseKind.SIGNAL
        && cause.certainty() == Certainty.CERTAIN) {
      return MachineCheck.all("death", finding);
    }
    return cause.kind() == CauseKind.EXIT
        ? MachineCheck.wanting(
            "death", LESS, finding, "`lifeguard doctor` tells what would allow more")
        : SelfTest.failed("death", finding);
  }

  private static String noticed(Incident incident) {
    return step(incident, TimelineStep.DECIDED)
        .map(at ->
            String.format(
                Locale.ROOT,
                "; decided %.1f ms after its first sign",
                (at - incident.originNanos()) / 1e6))
        .orElse("");
  }

  /// Its task was run again, and a fresh process came in its place.
  private MachineCheck recovery(Incident incident) {
    int task = incident.task().orElse(0);
    if (task == 0 || step(incident, TimelineStep.REQUEUED).isEmpty()) {
      return SelfTest.failed("recovery", "no task went back to the queue");
    }
    if (incident.replacement().isEmpty()) {
      return SelfTest.failed("recovery", "nobody took the dead worker's place");
    }
    String finding =
        "task %d went back to the queue and is %s after attempt %d; worker %d took the place"
            .formatted(
                task,
                model.taskState(task).name().toLowerCase(Locale.ROOT),
                model.attempts(task),
                incident.replacement().getAsInt());
    return model.taskState(task) == TaskState.DONE && model.attempts(task) == 2
        ? MachineCheck.all("recovery", finding)
        : SelfTest.failed("recovery", finding);
  }

  private static Optional<Long> step(Incident incident, TimelineStep step) {
    return incident.timeline().stream()
        .filter(entry -> entry.step() == step)
        .map(TimelineEntry::atNanos)
        .findFirst();
  }
}
