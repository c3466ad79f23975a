package dev.lifeguard.job;

/// What a process is in a pool that somebody else started.
public enum ProcessRole {
  /// Hands out the tasks; the parent of the workers, or their grandparent behind a fork server.
  MANAGER,
  /// Runs tasks.
  WORKER,
  /// Serves the pool itself: a fork server, a resource tracker.
  HELPER,
  /// Started by a worker, or something else below the manager.
  DESCENDANT
}
