package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.util.Map;
import java.util.Optional;

/// The job as a whole at one moment.
///
/// @param job what it is; absent before its first event
/// @param busy how many workers run a task
/// @param alive how many workers there are, without the dead
/// @param tasks how many tasks are in each state; of repeated ones the newest counts
/// @param retried how many tasks were tried again
/// @param memory of all workers and what they started, summed
/// @param hung how many workers make no progress
/// @param wantedWorkers how many workers it is to keep
/// @param flow whether tasks are started
/// @param stopping why it is being drained or stopped; empty if it is not
/// @param recordingFault why nothing is recorded any more; empty when all is well
/// @param gaps how many lines of the recording were left out, because they cannot be read or do not
///   fit
/// @param recordingRemark what else there is to know about the recording; empty when nothing is
/// @param savedEarly whether the recording was saved while the job went on: that it ends is no
///   fault
/// @param samplePeriodNanos the time from one round of measuring to the next
/// @param samplerCostNanos what the last round of measuring cost, 0 before the first
public record SummaryPicture(
    Optional<JobDescription> job,
    int busy,
    int alive,
    Map<TaskState, Integer> tasks,
    int retried,
    int hung,
    int wantedWorkers,
    MemoryLevel memory,
    Flow flow,
    Optional<PoolEvent.JobEnded> end,
    Optional<PoolEvent.PoolGaveUp> gaveUp,
    String stopping,
    String recordingFault,
    int gaps,
    String recordingRemark,
    boolean savedEarly,
    long samplePeriodNanos,
    long samplerCostNanos,
    Moment moment) {

  /// Whether tasks are started.
  public enum Flow {
    /// As usual.
    RUNNING,
    /// Not until a user says so.
    PAUSED,
    /// No more; those that run may finish.
    DRAINING,
    /// No more; those that run have the grace time.
    STOPPING,
    /// The job is over.
    ENDED
  }

  /// Whether nothing more will happen: the job has ended, or nobody can tell of it any further.
  public boolean isOver() {
    return end.isPresent() || !moment.fault().isEmpty();
  }

  /// Whether it is over without being finished.
  public boolean isInterrupted() {
    return isOver() && end.filter(last -> last.end() == JobEnd.FINISHED).isEmpty();
  }

  /// How many tasks are in a state.
  public int count(TaskState state) {
    return tasks.getOrDefault(state, 0);
  }

  /// How many tasks there are.
  public int taskCount() {
    return tasks.values().stream().mapToInt(Integer::intValue).sum();
  }
}
