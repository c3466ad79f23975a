package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.common.Silence;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
    Set<Integer> repeated =
        model.incidents().stream()
            .flatMap(incident -> incident.task().stream().boxed())
            .filter(task -> model.repeatedBy(task).isPresent())
            .collect(Collectors.toSet());
    boolean attached = model.foreign().isForeign();
    boolean ended = model.end().isPresent();
    boolean unheard =
        !ended && (moment.silentNanos() >= Silence.NANOS || !moment.fault().isEmpty());
    return new IncidentsPicture(
        model.incidents(),
        tasks,
        repeated,
        // A foreign pool would lose the task of whoever is killed for a look, and where nothing is
        // heard nobody would tell of it.
        model.incidents().isEmpty() && !attached && !unheard ? victim(model) : Optional.empty(),
        attached,
        ended,
        HostSystem.of(model),
        unheard,
        moment.nowNanos());
  }

  private static Optional<WorkerTarget> victim(JobModel model) {
    return model.workers().stream()
        .filter(worker -> worker.state() == WorkerState.BUSY && worker.process().isPresent())
        .findFirst()
        .map(worker ->
            new WorkerTarget(
                worker.number(),
                Text.of("row.worker", worker.number()),
                worker.process(),
                WorkerTarget.Kind.RUNNING));
  }
}
