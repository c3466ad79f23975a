package dev.lifeguard.job;

/// What can be asked of a source of events, so that a window offers nothing that it cannot do.
public enum Capability {
  /// Signals can be sent to workers: terminate, kill, suspend, continue.
  SIGNAL_WORKERS,
  /// Workers can be replaced on purpose.
  RESTART_WORKERS,
  /// Workers can be asked for the stacks of their threads.
  DUMP_STACKS,
  /// The queue can be paused, and tasks can be retried and cancelled.
  CONTROL_QUEUE,
  /// How often the processes are measured can be set.
  SET_SAMPLING,
  /// The number of workers can be changed.
  RESIZE_POOL,
  /// The job can be drained, stopped and aborted.
  STOP_JOB,
  /// The manager of somebody else's pool can be asked to end ([Command.Stop]), and all of its
  /// processes can be killed ([Command.Abort]).
  END_FOREIGN_JOB
}
