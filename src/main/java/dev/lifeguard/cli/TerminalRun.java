package dev.lifeguard.cli;

import dev.lifeguard.cli.RunReporter.Verbosity;
import java.util.Optional;

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
    begin();
    return end();
  }

  /// The same with a window on the run; when the window is closed first, the run goes on. Where
  /// there is no display, that is said and the run goes on without.
  int toTheEndWithWindow() {
    begin();
    Optional<String> obstacle = Desktop.obstacle();
    if (obstacle.isPresent()) {
      Main.complain(obstacle.get() + "; the run goes on without the window");
    } else {
      Desktop.here().show(run);
    }
    return end();
  }

  private void begin() {
    Interrupts.catchAll(run.engine()::interrupt);
    reporter.start();
  }

  private int end() {
    run.start();
    JobRun.Ending ending = run.finished().join();
    reporter.finish(ending);
    return ending.end().exitCode();
  }
}
