package dev.lifeguard.job;

import java.util.OptionalLong;

/// What a job allows its tasks and workers, as far as sentences about incidents tell of it.
///
/// @param attemptsPerTask how often a task may be begun when its worker keeps dying
/// @param memoryLimitBytes the limit per worker
/// @param memoryMeans what enforces that limit
/// @param system where it runs
public record JobLimits(
    int attemptsPerTask,
    OptionalLong memoryLimitBytes,
    MemoryMeans memoryMeans,
    HostSystem system) {
  /// Before the job is known.
  public static final JobLimits UNKNOWN =
      new JobLimits(1, OptionalLong.empty(), MemoryMeans.NONE, HostSystem.LINUX);

  /// Those of a job.
  public static JobLimits of(JobDescription job) {
    return new JobLimits(
        job.attemptsPerTask(), job.memoryLimitBytes(), job.memoryMeans(), job.system());
  }
}
