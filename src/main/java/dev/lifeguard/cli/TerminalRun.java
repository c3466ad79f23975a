package dev.lifeguard.cli;

import dev.lifeguard.cli.RunReporter.Verbosity;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A run that is told in the terminal and ended by the signals of the terminal.
final class TerminalRun {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final JobRun run;
  private final RunReporter reporter;
  private volatile CompletableFuture<Void> told = new CompletableFuture<>();

  TerminalRun(JobRun run, Terminal terminal, Verbosity verbosity) {
    this.run = run;
    reporter = new RunReporter(run, terminal, verbosity);
  }

  /// Runs the job and waits for its end.
  ///
  /// @return the exit status of the program
  int toTheEnd() {
    begin();
    Interrupts.catchAll(this::interrupted);
    return end();
  }

  /// The same with a window on the run; when the window is closed first, the run goes on. Where
  /// there is no display, that is said and the run goes on without.
  int toTheEndWithWindow() {
    begin();
    Interrupts.catchAll(this::interrupted);
    Optional<String> obstacle = Desktop.obstacle();
    if (obstacle.isPresent()) {
      Main.complain(obstacle.get() + "; the run goes on without the window");
    } else {
      Desktop.here().show(run);
    }
    return end();
  }

  /// Tells of the run from now on; signals are of somebody else's concern. Before it starts.
  void begin() {
    told = run.finished().thenAccept(reporter::finish);
    reporter.start();
  }

  /// Waits until everything is told.
  void await() {
    told.join();
  }

  /// A job that has ended needs no more time, but its window may still be open.
  private void interrupted(int signal) {
    if (run.engine().ended().isDone()) {
      var _ =
          told.copy()
              .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .whenComplete((_, bug) -> System.exit(bug == null ? status() : 128 + signal));
    } else {
      run.engine().interrupt(signal);
    }
  }

  private int end() {
    run.start();
    await();
    return status();
  }

  private int status() {
    return run.finished().join().end().exitCode();
  }
}
