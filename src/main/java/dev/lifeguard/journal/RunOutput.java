package dev.lifeguard.journal;

import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.WorkerOutput;

/// What the workers of a run printed, from the files in its directory: the same for a run that goes
/// on in this process, in another one, or has ended.
public final class RunOutput implements JobOutput {
  private final RunDirectory run;

  /// The output of this run.
  public RunOutput(RunDirectory run) {
    this.run = run;
  }

  @Override
  public WorkerOutput of(int worker) {
    return new OutputReader(run.output(worker));
  }
}
