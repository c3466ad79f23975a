package dev.lifeguard.gui.shell;

import dev.lifeguard.job.JobSource;

/// A job for a window. The window closes the source when it is closed itself.
///
/// @param source the job
/// @param ownership whether the job ends with this process
public record OpenJob(JobSource source, Ownership ownership) {
  /// Whose job it is.
  public enum Ownership {
    /// The engine runs in this process: closing the window on it needs a question.
    THIS_PROCESS,
    /// Somebody else's, or a recording: the window only looks on.
    OTHERS
  }
}
