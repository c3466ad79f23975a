package dev.lifeguard.job;

import java.util.Locale;

/// Puts an incident into one sentence: what happened, to whom, why, and what happens next.
final class IncidentSentence {
  private IncidentSentence() {}

  static String of(Incident incident) {
    if (incident.hang().isPresent() && !incident.isDeath()) {
      return who(incident) + " " + standing(incident, incident.hang().get()) + next(incident);
    }
    // What a comma ends is taken up again only when something follows.
    String happened = (who(incident) + " " + what(incident) + during(incident)).strip();
    String sentence =
        happened.endsWith(",") ? happened.substring(0, happened.length() - 1) : happened;
    return sentence + "; " + next(incident);
  }

  /// A hang that was reported and did not end in death.
  private static String standing(Incident incident, Hang hang) {
    String where =
        incident.task().isEmpty()
            ? " since it was started,"
            : " in task " + incident.task().getAsInt() + ", attempt " + incident.attempt() + ",";
    String what = "made no progress" + where + " for " + time(hang.lastedNanos());
    return hang.state() == Hang.State.LASTS
        ? "has " + what + colon(hang.waitsFor()) + "; "
        : what + parenthesis(hang.waitsFor()) + ", then went on; ";
  }

  private static String who(Incident incident) {
    return "worker "
        + incident.worker()
        + incident.process().map(p -> " (pid " + p.pid() + ")").orElse("");
  }

  private static String what(Incident incident) {
    DeathCause cause = incident.cause();
    String reason = cause.reason();
    String likely = cause.certainty() == Certainty.CERTAIN ? "" : "probably ";
    return switch (cause.kind()) {
      case OPERATOR -> "was ended by the user" + parenthesis(reason);
      case POLICY -> "was ended by a rule of the job" + parenthesis(reason);
      case KERNEL_OOM -> "was " + likely + "killed by the kernel, " + outOfMemory(incident);
      case SIGNAL ->
          "was "
              + likely
              + "killed by "
              + signal(cause)
              + ", not sent by Lifeguard"
              + (reason.isEmpty() ? "," : parenthesis(reason));
      case EXIT -> exit(cause, incident);
      case START -> "could not be started" + colon(reason);
      case PROTOCOL -> "broke the protocol" + parenthesis(reason);
      case HANG -> "was killed because it made no progress" + hangParticulars(incident);
    };
  }

  private static String exit(DeathCause cause, Incident incident) {
    if (cause.exitCode().isPresent()) {
      boolean onWindows = incident.status() instanceof ExitStatus.Windows;
      boolean saidBye =
          incident.evidence().stream().anyMatch(it -> it.text().equals(Evidence.AFTER_GOOD_BYE));
      return (onWindows ? "ended with code " : "ended with exit code ")
          + WindowsCode.text(cause.exitCode().getAsInt())
          + (saidBye ? " after a good-bye that nobody had asked for" : " without saying good-bye")
          + parenthesis(cause.reason());
    }
    return cause.reason().isEmpty() ? "is gone, nobody could say how" : cause.reason();
  }

  private static String signal(DeathCause cause) {
    int number = cause.signal().orElse(0);
    return "signal " + number + " (" + SignalName.of(number) + ")";
  }

  private static String hangParticulars(Incident incident) {
    String lasted = incident.hang().map(h -> " for " + time(h.lastedNanos())).orElse("");
    String waitsFor = incident.hang().map(Hang::waitsFor).orElse(incident.cause().reason());
    return lasted + parenthesis(waitsFor);
  }

  /// Whose memory was used up, when that is known; else how much it had.
  private static String outOfMemory(Incident incident) {
    String reason = incident.cause().reason();
    if (!reason.isEmpty()) {
      return "out of memory" + parenthesis(reason);
    }
    var resident = incident.memory().residentBytes();
    return resident.isEmpty()
        ? "out of memory"
        : "out of memory (" + ByteSize.text(resident.getAsLong()) + " resident when last measured)";
  }

  private static String during(Incident incident) {
    String task =
        incident.task().isEmpty()
            ? ""
            : " while it ran task "
                + incident.task().getAsInt()
                + ", attempt "
                + incident.attempt();
    boolean said = incident.cause().kind() == CauseKind.HANG;
    return incident
        .hang()
        .filter(_ -> !said)
        .map(h -> task + ", after " + time(h.lastedNanos()) + " without progress")
        .orElse(task);
  }

  private static String next(Incident incident) {
    String task = incident.task().isEmpty() ? "" : "task " + incident.task().getAsInt();
    return switch (incident.fate()) {
      case TaskFate.NoTask _ -> "no task was in its hands";
      case TaskFate.StillRuns _ -> "the task is still in its hands";
      case TaskFate.Undecided _ -> "what becomes of " + task + " is being decided";
      case TaskFate.Requeued(int attempt) ->
          task + " goes back to the queue, attempt " + attempt + ofAttempts(incident, attempt);
      case TaskFate.Ended(TaskOutcome outcome) -> task + " is " + word(outcome);
      case TaskFate.LostLater(int later) -> task + " was lost with it later, in incident " + later;
      case TaskFate.Unseen(String words) -> words;
      case TaskFate.NotRun _ -> task + " is not run again, the pool ends";
    };
  }

  private static String ofAttempts(Incident incident, int attempt) {
    // Deaths that are not the task's fault do not use up its attempts, so the number can go beyond.
    return attempt <= incident.attemptsPerTask() ? " of " + incident.attemptsPerTask() : "";
  }

  static String word(TaskOutcome outcome) {
    return switch (outcome) {
      case DONE -> "done";
      case FAILED -> "failed";
      case TIMED_OUT -> "timed out";
      case QUARANTINED -> "quarantined";
      case CANCELLED -> "cancelled";
    };
  }

  /// `0.4 s`, `60 s`, `12 min`.
  private static String time(long nanos) {
    long seconds = Math.round(nanos / 1e9);
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
    return seconds < 600 ? seconds + " s" : seconds / 60 + " min";
  }

  private static String parenthesis(String reason) {
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static String colon(String reason) {
    return reason.isEmpty() ? "" : ": " + reason;
  }
}
