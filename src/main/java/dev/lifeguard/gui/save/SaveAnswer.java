package dev.lifeguard.gui.save;

/// What came of saving a recording.
public sealed interface SaveAnswer {
  /// It is saved.
  ///
  /// @param file where, an absolute path
  /// @param bytes how large the file is
  record Saved(String file, long bytes) implements SaveAnswer {}

  /// It is not, and nothing is left of it.
  ///
  /// @param sentence why
  record Refused(String sentence) implements SaveAnswer {}
}
