package dev.lifeguard.gui.shell;

import java.nio.file.Path;
import java.time.Instant;

/// One run of Lifeguard on this machine.
///
/// @param directory its run directory
/// @param name the job's name
/// @param startedAt when it was started
/// @param state whether it still goes on
/// @param summary what is known of it in a few words: `61 of 61 done, 2 retried`; may be empty
public record RunListing(
    Path directory, String name, Instant startedAt, State state, String summary) {
  /// Whether a run still goes on.
  public enum State {
    /// Its supervisor lives.
    LIVE,
    /// It ended in order.
    ENDED,
    /// Its supervisor is gone and the run never ended.
    INTERRUPTED
  }
}
