package dev.lifeguard.cli;

import dev.lifeguard.jobfile.JobFile;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Printable;
import dev.lifeguard.jobfile.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lifeguard run`: a job in the terminal.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    customSynopsis = {
      "lifeguard run [OPTION]... JOB.yaml",
      "       lifeguard run [OPTION]... --python TARGET --items SOURCE",
      "       lifeguard run [OPTION]... --items SOURCE -- COMMAND ARG {}...%n"
    },
    description = {
      "Runs a job in a supervised pool of worker processes.",
      "%nA COMMAND is run once for each item; {} is the item wherever it stands, {name} a field of"
          + " it, and without either the item is the last argument. Programs that speak the worker"
          + " protocol and Java classes are named in a job file: worker.program, worker.java.%n"
    },
    footerHeading = "%nExit status:%n",
    footer = {
      "  0 every task is done; 1 some task is not, or --fail-fast ended the run;",
      "  2 job file, flags or items are wrong, found before any process was started;",
      "  3 the pool gave up: its workers cannot be started or kept alive;",
      "  130, 143, 129 stopped by SIGINT, SIGTERM, SIGHUP: in order, at once the second time;",
      "  on Windows 130 by Ctrl-C. Who closes its console there has Windows end it, without a",
      "  status that could be relied on; lifeguard resume goes on with the run."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "JOB.yaml",
      description = "The job file; the other options change what is in it.")
  private List<String> words = new ArrayList<>();

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
      description = "How much memory a worker and its children may have: 512MiB, 2GB.")
  private Optional<String> memory = Optional.empty();

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

  @Mixin private RunFlags flags = new RunFlags();

  @Override
  public Integer call() throws JobStarter.Refusal, IOException {
    Optional<Path> jobFile = jobFile();
    JobFile job = job(jobFile, Path.of(""));
    OutputFlags.check(job, jobFile, flags.reports(), flags.results());
    return flags.toTheEnd(JobStarter.here().prepare(job, flags.wishes(runDirectory)));
  }

  /// The words after `--`; empty without it.
  private Optional<List<String>> command() {
    List<String> all = spec.commandLine().getParseResult().originalArgs();
    int dashes = all.indexOf("--");
    return dashes < 0 ? Optional.empty() : Optional.of(all.subList(dashes + 1, all.size()));
  }

  private Optional<Path> jobFile() throws JobStarter.Refusal {
    int own = words.size() - command().map(List::size).orElse(0);
    if (own > 1) {
      throw new JobStarter.Refusal(
          List.of(
              Printable.oneLine(words.get(1))
                  + " is one word too many; run takes one job file, a command stands after --"));
    }
    return own == 1 ? Optional.of(Path.of(words.getFirst())) : Optional.empty();
  }

  /// The job that arguments of `run` describe.
  ///
  /// @param directory where relative paths begin
  /// @throws JobFileException if it cannot be run as it is described
  static JobFile job(List<String> arguments, Path directory)
      throws JobStarter.Refusal, JobFileException, IOException {
    RunCommand run = new RunCommand();
    try {
      Main.parser(run).parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new JobStarter.Refusal(List.of(UsageError.sentence(e)));
    }
    return run.described(run.jobFile(), directory);
  }

  private JobFile job(Optional<Path> jobFile, Path directory)
      throws JobStarter.Refusal, IOException {
    try {
      return described(jobFile, directory);
    } catch (JobFileException e) {
      throw new JobStarter.Refusal(e.lines());
    }
  }

  private JobFile described(Optional<Path> jobFile, Path directory)
      throws JobStarter.Refusal, JobFileException, IOException {
    Optional<List<String>> command = command();
    if (command.isPresent() && command.get().isEmpty()) {
      throw new JobStarter.Refusal(
          List.of("no command stands after --; write run --items SOURCE -- COMMAND ARG {}"));
    }
    if (command.isPresent() && python.isPresent()) {
      throw new JobStarter.Refusal(
          List.of("--python and a command after -- are two kinds of workers; give one"));
    }
    Surroundings around = Surroundings.of(directory, Runtime.getRuntime().availableProcessors());
    Overrides overrides = new Overrides(settings, overrides(), command.orElse(List.of()));
    return jobFile.isPresent()
        ? JobFiles.load(jobFile.get(), overrides, around)
        : JobFiles.fromFlags(overrides, around);
  }

  private List<Overrides.Flag> overrides() {
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
}
