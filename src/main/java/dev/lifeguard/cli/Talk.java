package dev.lifeguard.cli;

import dev.lifeguard.cli.RunReporter.Verbosity;
import picocli.CommandLine.Option;

/// How much is told of a run, and how.
final class Talk {
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
