package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import java.util.ArrayList;
import java.util.List;

/// Takes the pictures of the incidents, which are immutable themselves.
public final class IncidentsCamera implements Camera<IncidentsPicture> {
  @Override
  public IncidentsPicture take(JobModel model, Moment moment) {
    List<TaskState> tasks = new ArrayList<>();
    for (Incident incident : model.incidents()) {
      tasks.add(
          incident.task().isPresent()
              ? model.taskState(incident.task().getAsInt())
              : TaskState.QUEUED);
    }
    return new IncidentsPicture(model.incidents(), tasks, moment.nowNanos());
  }
}
