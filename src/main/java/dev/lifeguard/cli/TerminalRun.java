package dev.lifeguard.cli;

import dev.lifeguard.cli.RunReporter.Verbosity;

/// A run that is told in the terminal and ended by the signals of the terminal.
final class TerminalRun {
  private final JobRun run;
  private final RunReporter reporter;

  TerminalRun(JobRun run, Terminal terminal, Verbosity verbosity) {
    this.run = run;
    reporter = new RunReporter(run, terminal, verbosity);
  }

  /// Runs the job and waits for its end.
  ///
  /// @return the exit status of the program
  int toTheEnd() {
    Interrupts.catchAll(run.engine()::interrupt);
    run.start();
    reporter.start();
    JobRun.Ending ending = run.finished().join();
    reporter.finish(ending);
    return ending.end().exitCode();
  }
}
