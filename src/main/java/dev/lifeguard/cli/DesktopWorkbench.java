package dev.lifeguard.cli;

import dev.lifeguard.attach.Candidates;
import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.gui.attach.Candidate;
import dev.lifeguard.gui.launch.FieldFault;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchField;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.gui.shell.DemoListing;
import dev.lifeguard.gui.shell.LaunchAnswer;
import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.OpenJob;
import dev.lifeguard.gui.shell.PromiseSeen;
import dev.lifeguard.gui.shell.ResumePlan;
import dev.lifeguard.gui.shell.RunListing;
import dev.lifeguard.gui.shell.Settings;
import dev.lifeguard.gui.shell.Workbench;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
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
import dev.lifeguard.journal.ReplayedJob;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunList;
import dev.lifeguard.journal.RunSummary;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ThisSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the window asks of the rest of the program.
final class DesktopWorkbench implements Workbench {
  /// Where in the launch dialog a key of the job file is.
  private static final Map<String, LaunchField> FIELDS = fields();

  private final JobStarter starter;
  private final Path directory;
  private final SettingsFile settings;
  private final OwnRuns runs = new OwnRuns();
  private final ProcessInspector inspector = Probes.forThisSystem().inspector();

  /// @param directory where jobs run when nothing else is said, absolute
  /// @param settings of the window
  DesktopWorkbench(JobStarter starter, Path directory, SettingsFile settings) {
    this.starter = starter;
    this.directory = directory;
    this.settings = settings;
  }

  private static Map<String, LaunchField> fields() {
    Map<String, LaunchField> fields = new LinkedHashMap<>();
    fields.put("worker.python", LaunchField.TARGET);
    fields.put("worker.java", LaunchField.TARGET);
    fields.put("worker.command", LaunchField.TARGET);
    fields.put("worker.program", LaunchField.TARGET);
    fields.put("worker.stdin", LaunchField.TARGET);
    fields.put("worker.classpath", LaunchField.CLASS_PATH);
    fields.put("worker.jvm", LaunchField.JVM_FLAGS);
    fields.put("worker.start", LaunchField.START);
    fields.put("worker.preload", LaunchField.START);
    fields.put("worker.initializer", LaunchField.INITIALIZER);
    fields.put("worker.count", LaunchField.WORKERS);
    fields.put("worker.directory", LaunchField.DIRECTORY);
    fields.put("worker.interpreter", LaunchField.INTERPRETER);
    fields.put("worker.environment", LaunchField.ENVIRONMENT);
    fields.put("tasks", LaunchField.ITEMS);
    fields.put("limits.memory", LaunchField.MEMORY);
    fields.put("limits.task-timeout", LaunchField.TASK_TIMEOUT);
    fields.put("limits.soft-timeout", LaunchField.SOFT_TIMEOUT);
    fields.put("limits.hang-after", LaunchField.HANG_AFTER);
    fields.put("limits.on-hang", LaunchField.HANG_AFTER);
    fields.put("retry", LaunchField.RETRIES);
    fields.put("stop.grace", LaunchField.GRACE);
    return fields;
  }

  @Override
  public LaunchDefaults launchDefaults() {
    return new LaunchDefaults(
        directory.toString(), processors(), WatchedProgram.outputs(starter).toString());
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  @Override
  public KeptSettings settings() {
    return settings.read();
  }

  @Override
  public Optional<String> keep(Settings changed) {
    return settings.write(changed);
  }

  @Override
  public About about() {
    return new About(
        Version.text(),
        "Java %s, JavaFX %s"
            .formatted(Runtime.version(), System.getProperty("javafx.runtime.version", "?")),
        starter.logFile().toString());
  }

  @Override
  public List<MachineCheck> checks() {
    return Probes.forThisSystem().checks();
  }

  @Override
  public String memoryMeans(boolean python) {
    return starter.memoryMeans(python);
  }

  @Override
  public LaunchAnswer launch(LaunchRequest request) {
    if (!Files.isDirectory(Path.of(request.directory()))) {
      return new LaunchAnswer.Refused(
          List.of(new FieldFault(LaunchField.DIRECTORY, "there is no such directory")));
    }
    if (request.verb() == LaunchRequest.Verb.LAUNCH) {
      return WatchedProgram.launch(request, WatchedProgram.outputs(starter));
    }
    try {
      return new LaunchAnswer.Launched(
          own(starter.prepare(job(request), JobStarter.Wishes.none())));
    } catch (JobFileException e) {
      return new LaunchAnswer.Refused(e.problems().stream().map(DesktopWorkbench::fault).toList());
    } catch (JobStarter.Refusal e) {
      return new LaunchAnswer.Refused(
          e.lines().stream().map(line -> new FieldFault(LaunchField.JOB, line)).toList());
    } catch (IOException e) {
      return new LaunchAnswer.Refused(
          List.of(new FieldFault(LaunchField.JOB, RunWiring.reason(e))));
    }
  }

  /// The job of a request: the very words that it shows to be copied are read by `run`.
  static JobFile job(LaunchRequest request)
      throws JobFileException, JobStarter.Refusal, IOException {
    JobFile job = RunCommand.job(request.arguments(), Path.of(request.directory()));
    return request.lines().isEmpty()
        ? job
        : job.withTasks(ItemsSpec.Inline.ofLines(request.lines()));
  }

  private static FieldFault fault(Problem problem) {
    LaunchField field =
        FIELDS.entrySet().stream()
            .filter(entry -> problem.key().startsWith(entry.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(LaunchField.JOB);
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
    return isRecording(path) ? openRun(path) : openJobFile(path, job -> job);
  }

  /// Whether this is the recording of a run, and no job file.
  static boolean isRecording(Path path) {
    return Files.isDirectory(path) || PackedRun.is(path);
  }

  /// A run that goes on is followed, and one that does not is played.
  ///
  /// @param path the run directory, where it can go on, or a packed one
  private OpenAnswer opened(OpenedRun opened, Path path) {
    boolean isFilm = !opened.directory().isLive() && ReplayedJob.fits(opened.directory());
    Tried<? extends JobSource> source =
        isFilm ? ReplayedJob.open(opened) : RecordedJob.open(opened);
    return switch (source) {
      case Tried.Done<? extends JobSource>(JobSource job) ->
          new OpenAnswer.Opened(ofOthers(job, opened, path));
      case Tried.Refused<? extends JobSource>(String sentence) -> new OpenAnswer.Refused(sentence);
    };
  }

  private OpenJob ofOthers(JobSource job, OpenedRun opened, Path path) {
    OpenJob open = new OpenJob(job, OpenJob.Ownership.OTHERS).ahead();
    return Files.isDirectory(path)
        ? open.in(path).savedAs(SavedRun.of(opened.directory(), directory))
        : open.savedAs(
            SavedRun.of(
                opened.directory(), opened.isEarly(), directory.resolve(path.getFileName())));
  }

  private OpenAnswer openRun(Path runOrFile) {
    return switch (OpenedRun.open(runOrFile)) {
      case Tried.Done<OpenedRun>(OpenedRun opened) -> opened(opened, runOrFile);
      case Tried.Refused<OpenedRun>(String sentence) -> new OpenAnswer.Refused(sentence);
    };
  }

  @Override
  public OpenAnswer again(Path runDirectory) {
    RunDirectory run = RunDirectory.of(runDirectory);
    return openJobFile(
        run.jobFile(),
        // What came over standard input once comes no second time, but it was written down.
        job ->
            job.tasks() instanceof ItemsSpec.Stdin
                ? job.withTasks(new ItemsSpec.Jsonl(run.items()))
                : job);
  }

  @Override
  public ResumePlan resumePlan(Path runDirectory) {
    try {
      ResumeStarter.Plan plan = ResumeStarter.plan(runDirectory);
      return new ResumePlan.Possible(
          plan.kept(),
          plan.left(),
          plan.remarks(),
          plan.changes().stream()
              .map(change -> new ResumePlan.Change(change.what(), change.then(), change.lines()))
              .toList());
    } catch (JobStarter.Refusal e) {
      return new ResumePlan.Refused(String.join("\n", e.lines()));
    }
  }

  @Override
  public OpenAnswer resume(Path runDirectory, boolean acceptChanges) {
    try {
      return switch (starter
          .resuming()
          .prepare(runDirectory, acceptChanges, JobStarter.Wishes.none())) {
        case ResumeStarter.Prepared.Ready(JobRun run) -> new OpenAnswer.Opened(own(run));
        case ResumeStarter.Prepared.Finished(RunDirectory run, var _) ->
            new OpenAnswer.Refused("nothing is left to be done in " + run.path());
      };
    } catch (JobStarter.Refusal e) {
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    }
  }

  private OpenAnswer openJobFile(Path file, UnaryOperator<JobFile> change) {
    try {
      JobFile job = JobFiles.load(file, Overrides.NONE, Surroundings.of(directory, processors()));
      return new OpenAnswer.Opened(
          own(starter.prepare(change.apply(job), JobStarter.Wishes.none())));
    } catch (JobFileException e) {
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    } catch (JobStarter.Refusal e) {
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    } catch (IOException e) {
      return new OpenAnswer.Refused(file + ": cannot be read: " + RunWiring.reason(e));
    }
  }

  @Override
  public List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    for (RunSummary run : RunList.of(starter.runsRoot())) {
      if (run.condition() == RunSummary.Condition.LIVE) {
        all.add(ForeignPools.candidate(run));
      }
    }
    new Candidates(Probes.forThisSystem())
        .all().stream().map(ForeignPools::candidate).forEach(all::add);
    return all;
  }

  @Override
  public Optional<Candidate> candidate(long pid) {
    return liveRun(pid)
        .map(ForeignPools::candidate)
        .or(() -> new Candidates(Probes.forThisSystem()).of(pid).map(ForeignPools::candidate));
  }

  /// The run that this process supervises.
  private Optional<RunSummary> liveRun(long pid) {
    return RunList.of(starter.runsRoot()).stream()
        .filter(run -> run.condition() == RunSummary.Condition.LIVE)
        .filter(run -> ForeignPools.supervisor(run) == pid)
        .findFirst();
  }

  @Override
  public OpenAnswer attach(long pid) {
    Optional<RunSummary> own = liveRun(pid);
    return own.isPresent() ? openRun(own.get().path()) : ForeignPools.open(pid, directory);
  }

  @Override
  public void letGoOn(JobSource job) {
    runs.letGoOn(job);
  }

  @Override
  public List<DemoListing> demos() {
    return Scenarios.on(ThisSystem.kind()).stream()
        .map(scenario -> new DemoListing(scenario.name(), scenario.title()))
        .toList();
  }

  @Override
  public OpenAnswer demo(String name) {
    Optional<Scenario> scenario = Scenarios.named(name);
    if (scenario.isEmpty()) {
      return new OpenAnswer.Refused("there is no demonstration '" + name + "'");
    }
    List<DemoAct> acts = new ArrayList<>();
    try {
      for (Act act : scenario.get().acts()) {
        acts.add(
            switch (act.stage()) {
              case OWN -> DemoRun.prepare(act, starter);
              case FOREIGN -> DemoProgram.prepare(act, starter.environment(), DemoRun.temporary());
            });
      }
    } catch (JobStarter.Refusal e) {
      acts.forEach(DemoAct::discard);
      return new OpenAnswer.Refused(String.join("\n", e.lines()));
    }
    List<OpenJob> beside = acts.stream().skip(1).map(act -> demonstration(act, List.of())).toList();
    return new OpenAnswer.Opened(demonstration(acts.getFirst(), beside));
  }

  private OpenJob demonstration(DemoAct act, List<OpenJob> beside) {
    return switch (act) {
      case DemoRun demo ->
          new OpenJob(
                  runs.add(demo.run()), OpenJob.Ownership.THIS_PROCESS, () -> seen(demo), beside)
              .savedAs(SavedRun.of(demo.run().directory(), directory));
      case DemoProgram program ->
          new OpenJob(runs.add(program), OpenJob.Ownership.OTHERS, () -> seen(program), beside)
              .savedAs(new SavedStory(program, directory));
    };
  }

  private static List<PromiseSeen> seen(DemoAct act) {
    act.finished().join();
    return act.act().expectations().stream()
        .map(expectation -> {
          var finding = expectation.check(act.witness());
          return new PromiseSeen(finding.kept(), expectation.promise(), finding.seen());
        })
        .toList();
  }

  @Override
  public CommandAnswer strike(ProcessIdentity process, int signal) {
    ExitWatch.Listener nobody =
        new ExitWatch.Listener() {
          @Override
          public void ended(ExitWatch.Ending ending) {}

          @Override
          public void started(ProcessIdentity parent, ProcessIdentity child) {}
        };
    Optional<ExitWatch> hand = Probes.forThisSystem().exits(nobody, System::nanoTime);
    if (hand.isEmpty()) {
      return new CommandAnswer.Refused(
          "Signals from outside can be sent on Linux only; the worker actions go through the"
              + " supervisor");
    }
    try (ExitWatch watch = hand.get()) {
      return switch (watch.signal(process, signal)) {
        case SENT -> new CommandAnswer.Accepted();
        case GONE -> new CommandAnswer.Refused("Process " + process.pid() + " has ended");
        case NOT_ALLOWED ->
            new CommandAnswer.Refused(
                "A signal to process " + process.pid() + " is not allowed with these rights");
      };
    }
  }

  @Override
  public Optional<String> reveal(Path file) {
    return FileManager.reveal(file);
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
  OpenJob toOpen(JobRun run) {
    return new OpenJob(run, OpenJob.Ownership.THIS_PROCESS)
        .in(run.directory().path())
        .savedAs(SavedRun.of(run.directory(), directory));
  }
}
