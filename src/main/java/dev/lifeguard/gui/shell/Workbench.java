package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.attach.Candidate;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Everything that the window needs besides the job it shows. The window knows neither the engine
/// nor the journal; the wiring implements this port.
///
/// The window calls every method on a thread of its own that is never the JavaFX thread, so they
/// may take a second or two; those of which it is said otherwise must not wait. What goes wrong is
/// an answer and no exception.
public interface Workbench {
  /// What the window remembers. Called once, before the first window.
  KeptSettings settings();

  /// Keeps what the window remembers.
  ///
  /// @return why that was not possible, a sentence; empty when it was
  Optional<String> keep(Settings settings);

  /// Settings as they were kept.
  ///
  /// @param remark what was wrong with the file and what became of it, a sentence; empty when all
  ///   is well
  record KeptSettings(Settings settings, String remark) {}

  /// What this program is, for people. Must not wait.
  About about();

  /// What this program is.
  ///
  /// @param version of it
  /// @param runtime the Java and JavaFX that it runs on
  /// @param log where it writes what goes wrong inside, a path
  record About(String version, String runtime, String log) {}

  /// What the launch dialog starts with. Must not wait.
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

  /// Runs a recorded job once more, in this process, as a new run with the items that it had.
  OpenAnswer again(Path runDirectory);

  /// What going on with an interrupted run would mean. Changes nothing.
  ResumePlan resumePlan(Path runDirectory);

  /// Goes on with an interrupted run, in its directory and in this process.
  ///
  /// @param acceptChanges whether it goes on although something has changed since it began
  OpenAnswer resume(Path runDirectory, boolean acceptChanges);

  /// What this machine and the rights on it allow to find out.
  List<MachineCheck> checks();

  /// What enforces a memory limit of workers on this machine, a sentence.
  ///
  /// @param python whether they are Python processes
  String memoryMeans(boolean python);

  /// Lets a job of this process go on when its window is closed. Must not wait.
  void letGoOn(JobSource job);

  /// What can be attached to on this machine: pools that somebody else started, and runs of
  /// Lifeguard that go on.
  List<Candidate> candidates();

  /// What attaching to a process would show.
  ///
  /// @return empty when there is no such process, or this system has no means
  Optional<Candidate> candidate(long pid);

  /// Attaches to a pool by the number of its manager, of a worker of it, or of what started it.
  OpenAnswer attach(long pid);

  /// The built-in demonstrations, in the order of a menu.
  List<DemoListing> demos();

  /// Starts a built-in demonstration in this process.
  ///
  /// @param name the scenario, for example [#FIRST_DEMO]
  OpenAnswer demo(String name);

  /// Sends a signal to a process as a stranger would, without a word to its supervisor: to this
  /// very process, or to nobody.
  CommandAnswer strike(ProcessIdentity process, int signal);

  /// Shows where a file is, in the system's own file manager.
  ///
  /// @return why that was not possible, a sentence; empty when it was asked
  Optional<String> reveal(Path file);

  /// Looks at single processes of this machine on demand. A process that ended long ago, as those
  /// of a recording, is gone. Must not wait.
  ProcessInspector inspector();

  /// The demonstration that an empty window offers.
  String FIRST_DEMO = "sigkill";
}
