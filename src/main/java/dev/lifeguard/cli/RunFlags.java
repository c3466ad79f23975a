package dev.lifeguard.cli;

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
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What `run` and `resume` have in common: where reports and results go, and how a run is told.
final class RunFlags {
  private static final int MOST_PORT = 65_535;

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

  @Option(
      names = "--metrics",
      paramLabel = "PORT",
      description = {
        "Serve metrics for Prometheus on this port of the loopback interface; 0 takes any that is"
            + " free, and says which."
      })
  private Optional<Integer> metrics = Optional.empty();

  @Option(names = "--window", description = "Open the window on the run as well.")
  private boolean window;

  @Mixin private Talk talk = new Talk();

  List<Path> reports() {
    return reports;
  }

  Optional<String> results() {
    return results;
  }

  /// @param runDirectory where to record; empty for a fresh directory among the others
  JobStarter.Wishes wishes(Optional<Path> runDirectory) throws JobStarter.Refusal {
    return new JobStarter.Wishes(runDirectory, reports, this::copy, metricsPort(), () -> {});
  }

  private OptionalInt metricsPort() throws JobStarter.Refusal {
    if (metrics.isEmpty()) {
      return OptionalInt.empty();
    }
    int port = metrics.get();
    if (port < 0 || port > MOST_PORT) {
      throw new JobStarter.Refusal(
          List.of("--metrics: " + port + " is no port; write 0 to " + MOST_PORT));
    }
    return OptionalInt.of(port);
  }

  /// Runs a job that was prepared, and tells how it goes.
  ///
  /// @return the exit status of the program
  int toTheEnd(JobRun run) {
    TerminalRun told = new TerminalRun(run, terminal(), talk.verbosity());
    return window ? told.toTheEndWithWindow() : told.toTheEnd();
  }

  Terminal terminal() {
    return talk.terminal();
  }

  private ResultsCopy copy() throws JobStarter.Refusal {
    if (results.isEmpty()) {
      return ResultsCopy.none();
    }
    Terminal terminal = terminal();
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
