package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.launch.Preset;
import java.nio.file.Path;
import java.util.List;

/// What the parts of a window can ask of the window they are in. JavaFX thread.
interface Shell {
  /// Opens the launch dialog.
  void launch();

  /// Opens the launch dialog, filled in.
  void launch(Preset preset);

  /// Opens the dialog that attaches to a pool.
  void attach();

  /// Opens the list of runs.
  void openRun();

  /// Opens a run of the list.
  void open(RunListing run);

  /// Opens a job file or a recording, and remembers it.
  void openPath(Path path);

  /// Changes between light and dark, whatever the system says from now on.
  void toggleTheme();

  /// Starts the demonstration that an empty window offers.
  void demo();

  /// Starts a demonstration by its name.
  void demo(String name);

  /// Starts these demonstrations, one after the other.
  void demos(List<DemoListing> demos);

  /// Starts the job of this window once more, as a new run.
  void runAgain();

  /// Asks whether the interrupted job of this window is to go on.
  void resume();

  /// Saves the recording of this window's job as one file.
  void save();

  /// Opens the preferences.
  void preferences();

  /// Lists the keys.
  void keys();

  /// Says what this program is.
  void about();

  /// Closes all windows.
  void quit();

  /// Closes the window, after a question if the job would end with it.
  void close();

  /// Kills the job at once, after a question unless the user wants none.
  void abort();

  /// Turns the whole screen on and off.
  void toggleFullScreen();
}
