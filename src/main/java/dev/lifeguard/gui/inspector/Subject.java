package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;
import java.util.OptionalInt;

/// The process that the user has chosen to look into.
///
/// @param worker the worker that it is or belongs to, 0 for the supervisor
/// @param name what its row is called: `worker 3`, `sh`
/// @param process who it is; absent before there is a process
/// @param incident the incident of its death or hang
/// @param level what was measured of its memory last, and its limit
public record Subject(
    int worker,
    String name,
    Optional<ProcessIdentity> process,
    Life life,
    OptionalInt incident,
    MemoryLevel level) {
  /// Nothing was chosen.
  public static final Subject NONE =
      new Subject(
          0, "", Optional.empty(), Life.NOT_CHOSEN, OptionalInt.empty(), MemoryLevel.UNKNOWN);

  /// Whether there is somebody to be asked.
  public enum Life {
    /// There is no subject.
    NOT_CHOSEN,
    /// It lives, as far as is known.
    ALIVE,
    /// It is gone.
    DEAD
  }

  /// Whether both are the same row with the same process.
  boolean isSameAs(Subject other) {
    return worker == other.worker && name.equals(other.name) && process.equals(other.process);
  }
}
