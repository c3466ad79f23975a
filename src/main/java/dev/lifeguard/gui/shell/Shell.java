package dev.lifeguard.gui.shell;

/// What the parts of a window can ask of the window they are in. JavaFX thread.
interface Shell {
  /// Opens the launch dialog.
  void launch();

  /// Opens the list of runs.
  void openRun();

  /// Opens a run of the list.
  void open(RunListing run);

  /// Starts the demonstration.
  void demo();

  /// Closes the window, after a question if the job would end with it.
  void close();

  /// Turns the whole screen on and off.
  void toggleFullScreen();
}
