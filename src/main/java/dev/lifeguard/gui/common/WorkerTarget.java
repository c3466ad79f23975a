package dev.lifeguard.gui.common;

import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;

/// What actions on a worker would go to: what the user has chosen in the process tree.
///
/// @param worker the worker's number, 0 for none
/// @param name what the row is called: `worker 3`, `sh`
/// @param process the process in that row; absent while there is none
/// @param kind what the row is
public record WorkerTarget(int worker, String name, Optional<ProcessIdentity> process, Kind kind) {
  /// Nothing that could be acted on.
  public static final WorkerTarget NONE = new WorkerTarget(0, "", Optional.empty(), Kind.NOTHING);

  /// What a row is, as far as actions care.
  public enum Kind {
    /// No row, or the pool.
    NOTHING,
    /// A living worker.
    RUNNING,
    /// A worker that is stopped by a signal.
    SUSPENDED,
    /// A dead worker.
    TOMBSTONE,
    /// A process that a worker started.
    DESCENDANT
  }
}
