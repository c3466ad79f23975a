package dev.lifeguard.cli;

import dev.lifeguard.cli.RunReporter.Verbosity;
import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.ResultsCopy;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lifeguard run`: a job in the terminal.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs a job in a supervised pool of worker processes.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0 every task is done; 1 some task is not, or --fail-fast ended the run;",
      "  2 job file, flags or items are wrong, found before any process was started;",
      "  3 the pool gave up: its workers cannot be started or kept alive;",
      "  130, 143, 129 stopped by SIGINT, SIGTERM, SIGHUP: in order, at once the second time."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", arity = "0..1", paramLabel = "JOB.yaml", description = "The job file.")
  private Optional<Path> jobFile = Optional.empty();

  @Parameters(index = "1..*", hidden = true, description = "The words of a command.")
  private List<String> further = new ArrayList<>();

  @Option(
      names = "--python",
      paramLabel = "TARGET",
      description = "MODULE:FUNCTION or FILE.py:FUNCTION, called with one item at a time.")
  private Optional<String> python = Optional.empty();

  @Option(
      names = "--items",
      paramLabel = "SOURCE",
      description = {
        "Where the items come from: A..B, a file of lines, FILE.jsonl, FILE.csv, glob:PATTERN,"
            + " - (lines of standard input) or jsonl:-."
      })
  private Optional<String> items = Optional.empty();

  @Option(names = "--workers", paramLabel = "N", description = "How many workers to keep.")
  private Optional<String> workers = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      hidden = true,
      description = "Limit per worker: known, but not built yet.")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = "--metrics",
      paramLabel = "PORT",
      hidden = true,
      description = "Prometheus metrics: known, but not built yet.")
  private Optional<String> metrics = Optional.empty();

  @Option(
      names = "--task-timeout",
      paramLabel = "D",
      description = "How long one attempt may run before its worker is killed: 90s, 10m.")
  private Optional<String> taskTimeout = Optional.empty();

  @Option(
      names = "--retries",
      paramLabel = "N",
      description = "Extra attempts after a lost, failed or timed-out one.")
  private Optional<String> retries = Optional.empty();

  @Option(names = "--fail-fast", description = "End the run at the first task that is not done.")
  private boolean failFast;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Any key of the job file: --set stop.grace=10s. May be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--run-dir",
      paramLabel = "DIR",
      description = "Record the run in this directory, which is empty or does not exist.")
  private Optional<Path> runDirectory = Optional.empty();

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Write a report in the end: .json, .md or .html by its name.")
  private List<Path> reports = new ArrayList<>();

  @Option(
      names = "--results",
      paramLabel = "FILE|-",
      description = "Copy the results as they come, one JSON line a task; - is standard output.")
  private Optional<String> results = Optional.empty();

  @Option(names = "--window", description = "Open the window on the run as well.")
  private boolean window;

  @Mixin private Talk talk = new Talk();

  /// How much is told, and how.
  static final class Talk {
    @Option(
        names = {"-q", "--quiet"},
        description = "Only errors and the verdict.")
    private boolean quiet;

    @Option(names = "--verbose", description = "Also every worker.")
    private boolean verbose;

    @Option(
        names = "--color",
        paramLabel = "auto|always|never",
        description = "Colours; auto heeds NO_COLOR.")
    private Terminal.Colour colour = Terminal.Colour.AUTO;

    Terminal terminal() {
      return Terminal.standardError(colour, System.getenv());
    }

    Verbosity verbosity() {
      return quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
    }
  }

  @Override
  public Integer call() throws JobStarter.Refusal, IOException {
    refuseWhatIsNotBuilt();
    JobFile job = job();
    OutputFlags.check(job, jobFile, reports, results);
    var wishes = new JobStarter.Wishes(runDirectory, reports, this::copy, () -> {});
    JobRun run = JobStarter.here().prepare(job, wishes);
    TerminalRun told = new TerminalRun(run, talk.terminal(), talk.verbosity());
    return window ? told.toTheEndWithWindow() : told.toTheEnd();
  }

  private void refuseWhatIsNotBuilt() throws JobStarter.Refusal {
    if (metrics.isPresent()) {
      throw new JobStarter.Refusal(List.of("--metrics is known, but not built yet"));
    }
    boolean dashes = spec.commandLine().getParseResult().originalArgs().contains("--");
    if (dashes || !further.isEmpty()) {
      throw new JobStarter.Refusal(
          List.of(
              "run -- COMMAND is known, but not built yet; workers are python so far:"
                  + " --python MODULE:FUNCTION --items SOURCE"));
    }
  }

  private JobFile job() throws JobStarter.Refusal, IOException {
    Surroundings around = Surroundings.of(Path.of(""), Runtime.getRuntime().availableProcessors());
    Overrides overrides = new Overrides(settings, flags());
    try {
      return jobFile.isPresent()
          ? JobFiles.load(jobFile.get(), overrides, around)
          : JobFiles.fromFlags(overrides, around);
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    }
  }

  private List<Overrides.Flag> flags() {
    List<Overrides.Flag> flags = new ArrayList<>();
    add(flags, "worker.python", python, "--python");
    add(flags, "tasks", items, "--items");
    add(flags, "worker.count", workers, "--workers");
    add(flags, "limits.memory", memory, "--memory");
    add(flags, "limits.task-timeout", taskTimeout, "--task-timeout");
    add(flags, "retry.lost", retries, "--retries");
    add(flags, "retry.failed", retries, "--retries");
    add(flags, "retry.timed-out", retries, "--retries");
    if (failFast) {
      add(flags, "stop.on-failure", Optional.of("stop"), "--fail-fast");
    }
    return flags;
  }

  private static void add(
      List<Overrides.Flag> flags, String key, Optional<String> value, String name) {
    value.ifPresent(text -> flags.add(new Overrides.Flag(key, text, name)));
  }

  private ResultsCopy copy() throws JobStarter.Refusal {
    if (results.isEmpty()) {
      return ResultsCopy.none();
    }
    Terminal terminal = talk.terminal();
    if (results.get().equals("-")) {
      // System.out would swallow that its reader is gone.
      OutputStream out = new FileOutputStream(FileDescriptor.out);
      return ResultsCopy.to("standard output", out, text -> complain(terminal, text));
    }
    try {
      OutputStream file = Files.newOutputStream(Path.of(results.get()));
      return ResultsCopy.to(results.get(), file, text -> complain(terminal, text));
    } catch (IOException e) {
      throw new JobStarter.Refusal(
          List.of("--results: cannot write " + results.get() + ": " + RunWiring.reason(e)));
    }
  }

  private static void complain(Terminal terminal, String text) {
    terminal.line(Terminal.Tone.BAD, text);
  }
}
