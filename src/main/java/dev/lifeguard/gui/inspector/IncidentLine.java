package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Incident;

/// An incident in the list of all of them.
///
/// @param what its cause in a few words
/// @param where whose it is, and when it was
public record IncidentLine(int id, String what, String where) {
  static IncidentLine of(Incident incident) {
    return new IncidentLine(
        incident.id(),
        CauseWords.brief(incident.cause()),
        Text.of(
            "incident.line", incident.worker(), Elapsed.text(Math.max(0, incident.originNanos()))));
  }

  /// The whole line, for those who do not see it.
  String words() {
    return id + " " + what + ", " + where;
  }
}
