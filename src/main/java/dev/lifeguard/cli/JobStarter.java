package dev.lifeguard.cli;

import dev.lifeguard.engine.RunClock;
import dev.lifeguard.engine.TaskSource;
import dev.lifeguard.jobfile.ItemSource;
import dev.lifeguard.jobfile.ItemsSpec;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFileWriter;
import dev.lifeguard.jobfile.SourceFile;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunLock;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.Variables;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

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
  /// @param metricsPort where metrics are to be read, 0 for any free port; empty for nowhere
  /// @param afterwards done when everything else is
  record Wishes(
      Optional<Path> runDirectory,
      List<Path> reports,
      CopyOpening copy,
      OptionalInt metricsPort,
      Runnable afterwards) {
    static Wishes none() {
      return of(Optional.empty(), List.of(), ResultsCopy::none);
    }

    /// Without metrics.
    static Wishes of(Optional<Path> runDirectory, List<Path> reports, CopyOpening copy) {
      return new Wishes(runDirectory, reports, copy, OptionalInt.empty(), () -> {});
    }

    Wishes with(Runnable last) {
      return new Wishes(runDirectory, reports, copy, metricsPort, last);
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
    String told = Variables.own().getOrDefault("HOME", "");
    return Path.of(told.startsWith("/") ? told : System.getProperty("user.home", "/"));
  }

  /// A starter in the surroundings of this process.
  static JobStarter here() {
    return new JobStarter(Variables.own(), home(), ClosedInput.orStandardInput());
  }

  /// The variables of this process, or what stands for them.
  Map<String, String> environment() {
    return environment;
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
    var workers = python ? MemoryLimits.Workers.PYTHON : MemoryLimits.Workers.OTHERS;
    try {
      return MemoryLimits.here(
              Probes.forThisSystem(), OptionalLong.of(SOME_LIMIT_BYTES), workers, clock)
          .words();
    } catch (MemoryLimits.Unavailable e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// The same for runs that go on.
  ResumeStarter resuming() {
    return new ResumeStarter(environment);
  }

  JobRun prepare(JobFile job, Wishes wishes) throws Refusal {
    refuseWhatCannotBegin(job);
    RunDirectory directory =
        RunAssembly.value(
            wishes.runDirectory().isPresent()
                ? RunDirectory.createAt(wishes.runDirectory().get())
                : RunDirectory.create(
                    runsRoot(), job.name(), LocalDateTime.now(ZoneId.systemDefault())));
    RunLock lock = RunAssembly.value(directory.lock());
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
      List<SourceFile> sources =
          Stream.concat(job.sources().stream(), items.sources().stream()).toList();
      write(job.withSources(sources), directory.jobFile());
      return new RunAssembly(directory, lock, environment, wishes)
          .begin(job, tasks)
          .with(items.remarks());
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

  private ItemSource openItems(JobFile job, RunDirectory directory) throws Refusal {
    try {
      return ItemSource.open(job.tasks(), directory.items(), standardInput);
    } catch (JobFileException e) {
      throw new Refusal(e.lines());
    } catch (IOException e) {
      throw new Refusal(List.of("the items cannot be read: " + RunWiring.reason(e)));
    }
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
