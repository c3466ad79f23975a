package dev.lifeguard.gui.shell;

import java.util.List;

/// What a window can ask of all windows together. JavaFX thread.
interface Family {
  /// Opens a job in a window of its own.
  void openElsewhere(OpenJob job);

  /// Opens jobs that are to be seen at the same time as that of a window: side by side where the
  /// screen is wide enough.
  void openBeside(MainWindow first, List<OpenJob> jobs);

  /// Whether there is a window on this job.
  boolean isOpen(OpenJob job);

  /// Closes the windows on this job.
  void close(OpenJob job);

  /// Closes all windows, each with its question.
  void closeAll();
}
