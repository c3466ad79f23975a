package dev.lifeguard.gui.save;

/// The recording of a job, which can be saved as one portable file. All methods may wait and are
/// called on a thread that is never the JavaFX thread; what goes wrong is an answer and no
/// exception.
public interface SavableRecording {
  /// What a file would hold now.
  SavePlan plan();

  /// Whether saving into a file would take the place of another one.
  ///
  /// @param file as the user has written it; where that is no absolute path, beside the one of the
  ///   plan
  boolean replaces(String file);

  /// Saves it.
  ///
  /// @param file made, or replaced when it is complete; as with [#replaces]
  /// @param redacted whether to leave out what may be secret
  SaveAnswer save(String file, boolean redacted, Progress progress);

  /// Watches over the saving.
  @FunctionalInterface
  interface Progress {
    /// Tells how far it is. Called often, on the thread that saves.
    ///
    /// @return whether to go on; when not, nothing is left of what was written
    boolean goesOn(long bytes, long ofBytes);
  }
}
