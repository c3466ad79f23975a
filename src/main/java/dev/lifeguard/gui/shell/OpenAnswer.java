package dev.lifeguard.gui.shell;

/// What came of opening something.
public sealed interface OpenAnswer {
  /// Here it is.
  record Opened(OpenJob job) implements OpenAnswer {}

  /// It cannot be opened.
  ///
  /// @param sentence why, and what to do about it, for the user
  record Refused(String sentence) implements OpenAnswer {}
}
