package dev.lifeguard.job;

/// What can be asked of a source of events, so that a window offers nothing that it cannot do.
public enum Capability {
  /// Signals can be sent to workers: terminate, kill, suspend, continue.
  SIGNAL_WORKERS,
  /// Workers can be replaced on purpose.
  RESTART_WORKERS,
  /// The job can be stopped and aborted.
  STOP_JOB
}
