package dev.lifeguard.cli;

import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.gui.launch.FieldFault;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchField;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.gui.shell.LaunchAnswer;
import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.OpenJob;
import dev.lifeguard.gui.shell.RunListing;
import dev.lifeguard.gui.shell.Workbench;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.jobfile.ItemsSpec;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Problem;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.OpenedRun;
import dev.lifeguard.journal.PackedRun;
import dev.lifeguard.journal.RecordedJob;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunList;
import dev.lifeguard.journal.RunSummary;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the window asks of the rest of the program.
final class DesktopWorkbench implements Workbench {
  private final JobStarter starter;
  private final Path directory;
  private final OwnRuns runs = new OwnRuns();
  private final ProcessInspector inspector = Probes.forThisSystem().inspector();

  /// @param directory where jobs run when nothing else is said, absolute
  DesktopWorkbench(JobStarter starter, Path directory) {
    this.starter = starter;
    this.directory = directory;
  }

  @Override
  public LaunchDefaults launchDefaults() {
    return new LaunchDefaults(directory.toString(), processors());
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public LaunchAnswer launch(LaunchRequest request) {
    try {
      return new LaunchAnswer.Launched(
          own(starter.prepare(job(request), JobStarter.Wishes.none())));
    } catch (JobFileException e) {
      return new LaunchAnswer.Refused(e.problems().stream().map(DesktopWorkbench::fault).toList());
    } catch (JobStarter.Refusal e) {
      return new LaunchAnswer.Refused(
          e.lines().stream().map(line -> new FieldFault(LaunchField.JOB, line)).toList());
    }
  }

  private static JobFile job(LaunchRequest request) throws JobFileException {
    List<Overrides.Flag> flags = new ArrayList<>();
    flags.add(new Overrides.Flag("worker.python", request.target(), "the function"));
    flags.add(new Overrides.Flag("worker.count", "" + request.workers(), "workers"));
    if (!request.interpreter().isBlank()) {
      flags.add(new Overrides.Flag("worker.interpreter", request.interpreter(), "the interpreter"));
    }
    request
        .retries()
        .ifPresent(retries -> {
          for (String kind : List.of("lost", "failed", "timed-out")) {
            flags.add(new Overrides.Flag("retry." + kind, "" + retries, "retries"));
          }
        });
    Surroundings around = Surroundings.of(Path.of(request.directory()), processors());
    return switch (request.items()) {
      case LaunchRequest.Items.Source(String notation) -> {
        flags.add(new Overrides.Flag("tasks", notation, "the items"));
        yield JobFiles.fromFlags(new Overrides(List.of(), flags), around);
      }
      case LaunchRequest.Items.Typed(List<String> lines) -> {
        // The notation of flags has no word for typed lines; a range holds their place.
        flags.add(new Overrides.Flag("tasks", "1..1", "the items"));
        yield JobFiles.fromFlags(new Overrides(List.of(), flags), around)
            .withTasks(ItemsSpec.Inline.ofLines(lines));
      }
    };
  }

  private static FieldFault fault(Problem problem) {
    String key = problem.key();
    LaunchField field = LaunchField.JOB;
    if (key.startsWith("worker.python")) {
      field = LaunchField.TARGET;
    } else if (key.startsWith("tasks")) {
      field = LaunchField.ITEMS;
    } else if (key.startsWith("worker.count")) {
      field = LaunchField.WORKERS;
    } else if (key.startsWith("worker.directory")) {
      field = LaunchField.DIRECTORY;
    } else if (key.startsWith("worker.interpreter")) {
      field = LaunchField.INTERPRETER;
    } else if (key.startsWith("retry")) {
      field = LaunchField.RETRIES;
    }
    return new FieldFault(field, problem.text());
  }

  @Override
  public List<RunListing> recentRuns() {
    return RunList.of(starter.runsRoot()).stream().map(DesktopWorkbench::listing).toList();
  }

  private static RunListing listing(RunSummary run) {
    RunListing.State state =
        switch (run.condition()) {
          case LIVE -> RunListing.State.LIVE;
          case FINISHED -> RunListing.State.ENDED;
          case DEAD -> RunListing.State.INTERRUPTED;
        };
    return new RunListing(run.path(), run.name(), run.started(), state, "");
  }

  @Override
  public OpenAnswer open(Path path) {
    if (PackedRun.is(path)) {
      return openPacked(path);
    }
    return Files.isDirectory(path) ? openRun(path) : openJobFile(path);
  }

  private static OpenAnswer openPacked(Path file) {
    return switch (OpenedRun.open(file)) {
      case Tried.Done<OpenedRun>(OpenedRun opened) ->
          switch (RecordedJob.open(opened)) {
            case Tried.Done<RecordedJob>(RecordedJob job) ->
                new OpenAnswer.Opened(new OpenJob(job, OpenJob.Ownership.OTHERS));
            case Tried.Refused<RecordedJob>(String sentence) -> new OpenAnswer.Refused(sentence);
          };
      case Tried.Refused<OpenedRun>(String sentence) -> new OpenAnswer.Refused(sentence);
    };
  }

  private static OpenAnswer openRun(Path runDirectory) {
    return switch (RecordedJob.open(RunDirectory.of(runDirectory))) {
      case Tried.Done<RecordedJob>(RecordedJob job) ->
          new OpenAnswer.Opened(new OpenJob(job, OpenJob.Ownership.OTHERS));
      case Tried.Refused<RecordedJob>(String sentence) -> new OpenAnswer.Refused(sentence);
    };
  }

  private OpenAnswer openJobFile(Path file) {
    try {
      JobFile job = JobFiles.load(file, Overrides.NONE, Surroundings.of(directory, processors()));
      return new OpenAnswer.Opened(own(starter.prepare(job, JobStarter.Wishes.none())));
    } catch (JobFileException e) {
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    } catch (JobStarter.Refusal e) {
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    } catch (IOException e) {
      return new OpenAnswer.Refused(file + ": cannot be read: " + RunWiring.reason(e));
    }
  }

  @Override
  public OpenAnswer demo(String name) {
    Optional<Scenario> scenario = Scenarios.named(name);
    if (scenario.isEmpty()) {
      return new OpenAnswer.Refused("there is no demonstration '" + name + "'");
    }
    try {
      return new OpenAnswer.Opened(
          own(DemoRun.prepare(scenario.get().acts().getFirst(), starter).run()));
    } catch (JobStarter.Refusal e) {
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    }
  }

  @Override
  public ProcessInspector inspector() {
    return inspector;
  }

  /// The jobs that were started here.
  OwnRuns runs() {
    return runs;
  }

  private OpenJob own(JobRun run) {
    return toOpen(runs.add(run));
  }

  /// A job of this process for a window.
  static OpenJob toOpen(JobRun run) {
    return new OpenJob(run, OpenJob.Ownership.THIS_PROCESS);
  }
}
