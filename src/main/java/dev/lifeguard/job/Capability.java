package dev.lifeguard.job;

import java.util.EnumSet;
import java.util.Set;

/// What can be asked of a source of events, so that a window offers nothing that it cannot do.
public enum Capability {
  /// Signals can be sent to workers: terminate, kill, suspend, continue.
  SIGNAL_WORKERS,
  /// Any other signal can be sent to workers as well, and to terminate is less than to kill; not on
  /// Windows.
  SEND_SIGNALS,
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
  END_FOREIGN_JOB;

  /// Everything that can be done to a pool of our own on this system.
  public static Set<Capability> all(HostSystem system) {
    Set<Capability> all = EnumSet.allOf(Capability.class);
    if (!system.hasSignals()) {
      all.remove(SEND_SIGNALS);
    }
    return all;
  }
}
