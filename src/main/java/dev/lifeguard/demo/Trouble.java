package dev.lifeguard.demo;

import dev.lifeguard.job.PoolEvent;

/// Makes something go wrong in a job, from outside and without a word to its supervisor.
///
/// Called on the thread that delivers the events, with the witness up to date; must not wait.
@FunctionalInterface
public interface Trouble {
  /// For jobs that bring their own.
  Trouble NONE = (_, _) -> {};

  /// Something has happened in the job.
  ///
  /// @param event the latest event, which the witness has seen already
  void saw(PoolEvent event, Witness witness);
}
