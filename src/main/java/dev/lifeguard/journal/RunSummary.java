package dev.lifeguard.journal;

import java.nio.file.Path;
import java.time.Instant;

/// One line of a list of runs.
///
/// @param name the job's name
/// @param started when it was started
/// @param path its run directory
/// @param bytes what its files have together
public record RunSummary(String name, Instant started, Condition condition, Path path, long bytes) {
  /// How a run is.
  public enum Condition {
    /// Its supervisor lives.
    LIVE,
    /// It ended in order.
    FINISHED,
    /// Its supervisor is gone, and the journal does not say that the job has ended.
    DEAD
  }
}
