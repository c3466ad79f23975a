package dev.lifeguard.gui.inspector;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.TaskState;
import java.util.List;

/// All incidents at one moment.
///
/// @param incidents oldest first, numbered from 1
/// @param tasks for each incident the state that its task has now; [TaskState#QUEUED] without one
/// @param nowNanos the job's clock
public record IncidentsPicture(List<Incident> incidents, List<TaskState> tasks, long nowNanos) {
  /// Nothing has happened.
  public static final IncidentsPicture EMPTY = new IncidentsPicture(List.of(), List.of(), 0);

  /// Copies the lists.
  public IncidentsPicture {
    incidents = List.copyOf(incidents);
    tasks = List.copyOf(tasks);
  }
}
