package dev.lifeguard.gui.shell;

/// What a window can ask of all windows together. JavaFX thread.
interface Family {
  /// Opens a job in a window of its own.
  void openElsewhere(OpenJob job);

  /// Closes all windows, each with its question.
  void closeAll();
}
