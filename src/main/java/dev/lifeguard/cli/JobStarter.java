package dev.lifeguard.cli;

import dev.lifeguard.engine.Engine;
import dev.lifeguard.engine.RunClock;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.jobfile.ItemSource;
import dev.lifeguard.jobfile.ItemsSpec;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFileWriter;
import dev.lifeguard.jobfile.WorkerKind;
import dev.lifeguard.journal.ControlSocket;
import dev.lifeguard.journal.JournalHeader;
import dev.lifeguard.journal.JournalWriter;
import dev.lifeguard.journal.Recording;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunLock;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Prepares a job so that only its start is missing. Everything that can be wrong with files and
/// directories is found here, before any process is started.
final class JobStarter {
  /// What enforces a limit does not depend on how large it is.
  private static final long SOME_LIMIT_BYTES = 1L << 30;

  private final Map<String, String> environment;
  private final Path home;
  private final InputStream standardInput;

  /// What a user may want besides the job itself.
  ///
  /// @param runDirectory where to record; empty for a fresh directory among the others
  /// @param reports further reports to write in the end
  /// @param copy a second taker of the results, opened last
  /// @param afterwards done when everything else is
  record Wishes(
      Optional<Path> runDirectory, List<Path> reports, CopyOpening copy, Runnable afterwards) {
    static Wishes none() {
      return new Wishes(Optional.empty(), List.of(), ResultsCopy::none, () -> {});
    }

    Wishes with(Runnable last) {
      return new Wishes(runDirectory, reports, copy, last);
    }
  }

  /// Opens the copy of the results. Called when everything else is accepted, because it may empty a
  /// file of the user.
  interface CopyOpening {
    ResultsCopy open() throws Refusal;
  }

  /// A job cannot be started; the lines are for the user.
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    Refusal(List<String> lines) {
      super(String.join("\n", lines));
      this.lines = lines;
    }

    List<String> lines() {
      return lines;
    }
  }

  JobStarter(Map<String, String> environment, Path home, InputStream standardInput) {
    this.environment = environment;
    this.home = home;
    this.standardInput = standardInput;
  }

  /// The user's home directory: what `HOME` says, as everywhere in a shell, and else what the
  /// system has on record.
  static Path home() {
    String told = System.getenv().getOrDefault("HOME", "");
    return Path.of(told.startsWith("/") ? told : System.getProperty("user.home", "/"));
  }

  /// A starter in the surroundings of this process.
  static JobStarter here() {
    return new JobStarter(System.getenv(), home(), ClosedInput.orStandardInput());
  }

  /// Where runs are kept when nothing else is said.
  Path runsRoot() {
    return RunDirectory.runsRoot(environment, home);
  }

  /// Lifeguard's own log.
  Path logFile() {
    return runsRoot().resolveSibling("lifeguard.log");
  }

  /// What enforces a memory limit of workers here, a sentence. Tries it, and leaves nothing behind.
  ///
  /// @param python whether they are Python processes
  String memoryMeans(boolean python) {
    RunClock clock = new RunClock();
    try {
      return MemoryLimits.choose(
              OptionalLong.of(SOME_LIMIT_BYTES),
              python,
              limit -> Probes.forThisSystem().cgroups(limit, clock),
              System.getProperty(MemoryLimits.PROPERTY, ""))
          .words();
    } catch (MemoryLimits.Unavailable e) {
      return String.valueOf(e.getMessage());
    }
  }

  JobRun prepare(JobFile job, Wishes wishes) throws Refusal {
    refuseWhatCannotBegin(job);
    RunDirectory directory =
        value(
            wishes.runDirectory().isPresent()
                ? RunDirectory.createAt(wishes.runDirectory().get())
                : RunDirectory.create(
                    runsRoot(), job.name(), LocalDateTime.now(ZoneId.systemDefault())));
    RunLock lock = value(directory.lock());
    try {
      return prepare(job, wishes, directory, lock);
    } catch (Throwable refusal) {
      lock.close();
      remove(directory, wishes.runDirectory().isEmpty());
      throw refusal;
    }
  }

  private void refuseWhatCannotBegin(JobFile job) throws Refusal {
    if (job.tasks() instanceof ItemsSpec.Stdin && standardInput instanceof ClosedInput) {
      throw new Refusal(
          List.of("the items: standard input is closed; give it a file or a pipe, or name a file"));
    }
    Path directory = job.worker().directory();
    if (!Files.isExecutable(directory)) {
      throw new Refusal(
          List.of(
              "the workers' directory "
                  + directory
                  + " may not be entered; check its permissions, or name another:"
                  + " worker.directory"));
    }
  }

  private JobRun prepare(JobFile job, Wishes wishes, RunDirectory directory, RunLock lock)
      throws Refusal {
    ItemSource items = openItems(job, directory);
    TaskSource tasks = RunWiring.taskSource(items, job.tasks() instanceof ItemsSpec.Stdin);
    try {
      write(job.withSources(items.sources()), directory.jobFile());
      return assemble(job, wishes, directory, lock, tasks).with(items.remarks());
    } catch (Throwable refusal) {
      tasks.close();
      throw refusal;
    }
  }

  private static void write(JobFile resolved, Path file) throws Refusal {
    try {
      Files.writeString(file, JobFileWriter.text(resolved));
    } catch (IOException e) {
      throw new Refusal(List.of("cannot write " + file + ": " + RunWiring.reason(e)));
    }
  }

  private JobRun assemble(
      JobFile job, Wishes wishes, RunDirectory directory, RunLock lock, TaskSource tasks)
      throws Refusal {
    Tried<ControlSocket> control = ControlSocket.open(directory, environment);
    try {
      return assemble(job, wishes, directory, new Holds(lock, control), tasks);
    } catch (Throwable refusal) {
      if (control instanceof Tried.Done<ControlSocket>(ControlSocket socket)) {
        socket.close();
      }
      throw refusal;
    }
  }

  /// What a supervisor has of a run directory while it lives. A run without a control socket is one
  /// all the same.
  private record Holds(RunLock lock, Tried<ControlSocket> control) {
    Optional<ControlSocket> socket() {
      return control instanceof Tried.Done<ControlSocket>(ControlSocket socket)
          ? Optional.of(socket)
          : Optional.empty();
    }

    List<String> remarks() {
      return control instanceof Tried.Refused<ControlSocket>(String sentence)
          ? List.of(sentence)
          : List.of();
    }
  }

  private JobRun assemble(
      JobFile job, Wishes wishes, RunDirectory directory, Holds holds, TaskSource tasks)
      throws Refusal {
    Probes probes = Probes.forThisSystem();
    RunClock clock = new RunClock();
    JournalHeader plain = header(job, probes, clock);
    JournalHeader header =
        holds.socket().map(socket -> plain.withControlSocket(socket.path())).orElse(plain);
    MemoryLimits.Choice memory = memory(job, probes, clock);
    ResultsCopy copy = wishes.copy().open();
    var link = new RunWiring.ItemsOfEngine();
    var recording = new Recording(link::take, job.recording().sync(), link::recordingFailed, copy);
    JournalWriter journal = value(JournalWriter.open(directory, header, recording));
    Engine engine =
        new Engine(
            RunWiring.settings(job, directory.path(), clock, environment, memory),
            tasks,
            probes,
            RunWiring.recorder(journal));
    link.connect(engine);
    return new JobRun(
            new JobRun.Parts(
                engine, directory, holds.lock(), holds.socket(), journal, copy, wishes))
        .with(holds.remarks())
        .withNote(memory.words());
  }

  /// Tries what this machine allows; leaves nothing behind when the job is never started.
  private static MemoryLimits.Choice memory(JobFile job, Probes probes, RunClock clock)
      throws Refusal {
    try {
      return MemoryLimits.choose(
          job.limits().memoryBytes(),
          job.worker().kind() instanceof WorkerKind.Python,
          limit -> probes.cgroups(limit, clock),
          System.getProperty(MemoryLimits.PROPERTY, ""));
    } catch (MemoryLimits.Unavailable e) {
      throw new Refusal(List.of(String.valueOf(e.getMessage())));
    }
  }

  private ItemSource openItems(JobFile job, RunDirectory directory) throws Refusal {
    try {
      return ItemSource.open(job.tasks(), directory.items(), standardInput);
    } catch (JobFileException e) {
      throw new Refusal(e.lines());
    } catch (IOException e) {
      throw new Refusal(List.of("the items cannot be read: " + RunWiring.reason(e)));
    }
  }

  private static JournalHeader header(JobFile job, Probes probes, RunClock clock) throws Refusal {
    var self =
        probes
            .identity(ProcessHandle.current().pid())
            .orElseThrow(() -> new Refusal(List.of("this process cannot read its own start time")));
    return JournalHeader.current(Version.text(), self, clock.startedAt(), job.name());
  }

  private static <T> T value(Tried<T> tried) throws Refusal {
    return switch (tried) {
      case Tried.Done<T>(T value) -> value;
      case Tried.Refused<T>(String sentence) -> throw new Refusal(List.of(sentence));
    };
  }

  /// Leaves nothing behind of a run that never was; a directory that the user named is only
  /// emptied.
  private static void remove(RunDirectory directory, boolean itself) {
    try {
      for (Path file :
          List.of(
              directory.jobFile(),
              directory.items(),
              directory.journal(),
              directory.results(),
              directory.lockFile(),
              directory.outputDirectory())) {
        Files.deleteIfExists(file);
      }
      if (itself) {
        Files.deleteIfExists(directory.path());
      }
    } catch (IOException e) {
      // The reason why it was refused says more than this one.
    }
  }
}
