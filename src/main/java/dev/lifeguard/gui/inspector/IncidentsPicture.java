package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// All incidents at one moment.
///
/// @param incidents oldest first, numbered from 1
/// @param tasks for each incident the state that its task has now; [TaskState#QUEUED] without one
/// @param repeated those of their tasks that a user had run once more
/// @param victim a worker at work, who could be killed to see what happens
/// @param attached whether the pool was there before Lifeguard, which has not seen everything
/// @param ended whether the job is over
/// @param system where the job runs, which decides whether there are signals to tell of
/// @param unheard whether so long nothing has been heard, or nothing more ever will be, that
///   something may have gone wrong that is not among them
/// @param nowNanos the job's clock
public record IncidentsPicture(
    List<Incident> incidents,
    List<TaskState> tasks,
    Set<Integer> repeated,
    Optional<WorkerTarget> victim,
    boolean attached,
    boolean ended,
    HostSystem system,
    boolean unheard,
    long nowNanos) {
  /// Nothing has happened.
  public static final IncidentsPicture EMPTY =
      new IncidentsPicture(
          List.of(),
          List.of(),
          Set.of(),
          Optional.empty(),
          false,
          true,
          HostSystem.LINUX,
          false,
          0);

  /// Copies the collections.
  public IncidentsPicture {
    repeated = Set.copyOf(repeated);
    incidents = List.copyOf(incidents);
    tasks = List.copyOf(tasks);
  }
}
