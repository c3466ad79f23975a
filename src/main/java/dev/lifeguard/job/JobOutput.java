package dev.lifeguard.job;

/// What the workers of a job print, as far as it is kept. It may still grow.
@FunctionalInterface
public interface JobOutput {
  /// The lines of one worker. Opens nothing before it is asked.
  WorkerOutput of(int worker);
}
