package dev.lifeguard.cli;

import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.probe.Variables;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/// Lifeguard's own log, `lifeguard.log` in its state directory: at most three files of 5 MB.
/// Nothing is created before there is something to write, and nothing ever goes to the terminal.
final class LogFile {
  private static final int LIMIT_BYTES = 5_000_000;
  private static final int FILES = 3;

  private final Path file;

  private LogFile(Path file) {
    this.file = file;
  }

  /// Sends all logging of this program to its file.
  static LogFile install() {
    Path runs = RunDirectory.runsRoot(Variables.own(), JobStarter.home());
    LogFile log = new LogFile(runs.resolveSibling("lifeguard.log"));
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(new LogHandler(log.file, LIMIT_BYTES, FILES));
    Thread.setDefaultUncaughtExceptionHandler((thread, bug) -> log.complain(thread, bug));
    return log;
  }

  Path file() {
    return file;
  }

  /// Writes an internal error down.
  ///
  /// @return one line for the user
  String internalError(Throwable bug) {
    Logger.getLogger("dev.lifeguard").log(Level.SEVERE, "internal error", bug);
    return Shortage.behind(bug)
        .orElseGet(() ->
            "internal error ("
                + origin(bug).getClass().getSimpleName()
                + "); please report it with the end of "
                + file);
  }

  /// What went wrong, without the wrapping of whoever waited for it on another thread.
  static Throwable origin(Throwable bug) {
    Throwable origin = bug;
    while (origin instanceof CompletionException || origin instanceof ExecutionException) {
      Throwable cause = origin.getCause();
      if (cause == null) {
        return origin;
      }
      origin = cause;
    }
    return origin;
  }

  private void complain(Thread thread, Throwable bug) {
    System.err.println("lifeguard: thread " + thread.getName() + ": " + internalError(bug));
  }
}
