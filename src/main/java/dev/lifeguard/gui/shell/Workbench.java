package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.job.ProcessInspector;
import java.nio.file.Path;
import java.util.List;

/// Everything that the window needs besides the job it shows. The window knows neither the engine
/// nor the journal; the wiring implements this port.
///
/// The window calls every method except [#launchDefaults] and [#inspector] on a thread of its own
/// that is never the JavaFX thread, so they may take a second or two. What goes wrong is an answer
/// and no exception.
public interface Workbench {
  /// What the launch dialog starts with. Called on the JavaFX thread, so it must not wait.
  LaunchDefaults launchDefaults();

  /// Checks a request and starts the job in this process.
  ///
  /// @return the running job, or what is wrong with the request, field by field
  LaunchAnswer launch(LaunchRequest request);

  /// Runs of Lifeguard itself on this machine, the latest first: those that still go on and those
  /// that have ended.
  List<RunListing> recentRuns();

  /// Opens the recording of a run, whether it still grows or has ended.
  ///
  /// @param runDirectory a run directory, from [#recentRuns] or chosen by the user
  OpenAnswer open(Path runDirectory);

  /// Starts a built-in demonstration in this process.
  ///
  /// @param name the scenario, for example [#FIRST_DEMO]
  OpenAnswer demo(String name);

  /// Looks at single processes of this machine on demand. A process that ended long ago, as those
  /// of a recording, is gone.
  ProcessInspector inspector();

  /// The demonstration that an empty window offers.
  String FIRST_DEMO = "sigkill";
}
