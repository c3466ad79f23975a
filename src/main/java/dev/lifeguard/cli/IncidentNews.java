package dev.lifeguard.cli;

import dev.lifeguard.job.Hang;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// The lines that tell of incidents in a terminal. The cause of a death can be refined a moment
/// after it was published and a line that is printed cannot, so a death is told a moment later; a
/// hang is told at once, and again when it is over. Called on the supervisor's thread.
final class IncidentNews {
  private static final long SETTLING_NANOS = 250_000_000L;

  private final List<Integer> unsettled = new ArrayList<>();
  private final List<Integer> lasting = new ArrayList<>();
  private int seen;

  /// The lines that have become due.
  List<String> lines(JobModel model) {
    List<String> lines = new ArrayList<>();
    for (; seen < model.incidents().size(); seen++) {
      Incident incident = model.incidents().get(seen);
      if (isStanding(incident)) {
        lasting.add(incident.id());
        lines.add(line(decidedNanos(incident), incident.sentence()));
      } else {
        unsettled.add(incident.id());
      }
    }
    followLasting(model, lines);
    for (Iterator<Integer> ids = unsettled.iterator(); ids.hasNext(); ) {
      Incident incident = model.incident(ids.next());
      if (isSettled(incident, model)) {
        lines.add(line(decidedNanos(incident), incident.sentence()));
        ids.remove();
      }
    }
    return lines;
  }

  private void followLasting(JobModel model, List<String> lines) {
    for (Iterator<Integer> ids = lasting.iterator(); ids.hasNext(); ) {
      Incident incident = model.incident(ids.next());
      if (incident.isDeath()) {
        unsettled.add(incident.id());
        ids.remove();
      } else if (!isStanding(incident)) {
        lines.add(movedLine(incident));
        ids.remove();
      }
    }
  }

  private static boolean isStanding(Incident incident) {
    return incident.hang().filter(hang -> hang.state() == Hang.State.LASTS).isPresent();
  }

  private static String movedLine(Incident incident) {
    Hang hang = incident.hang().orElseThrow();
    return line(
        hang.untilNanos(),
        "worker "
            + incident.worker()
            + incident.process().map(p -> " (pid " + p.pid() + ")").orElse("")
            + " moves again after "
            + RunReporter.clock(hang.lastedNanos())
            + " without progress");
  }

  private static boolean isSettled(Incident incident, JobModel model) {
    return model.end().isPresent() || decidedNanos(incident) + SETTLING_NANOS <= model.lastNanos();
  }

  /// When it was concluded the last time: a hang first, its death later.
  private static long decidedNanos(Incident incident) {
    return incident.timeline().stream()
        .filter(entry -> entry.step() == TimelineStep.DECIDED)
        .mapToLong(TimelineEntry::atNanos)
        .max()
        .orElse(incident.originNanos());
  }

  private static String line(long atNanos, String text) {
    return "[" + RunReporter.clock(atNanos) + "] " + text;
  }
}
