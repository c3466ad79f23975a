package dev.lifeguard.cli;

import dev.lifeguard.journal.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

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
    Path runs =
        RunDirectory.runsRoot(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    LogFile log = new LogFile(runs.resolveSibling("lifeguard.log"));
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(log.new Lazy());
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
    return "internal error ("
        + bug.getClass().getSimpleName()
        + "); please report it with the end of "
        + file;
  }

  private void complain(Thread thread, Throwable bug) {
    System.err.println("lifeguard: thread " + thread.getName() + ": " + internalError(bug));
  }

  /// Opens the file with the first record.
  private final class Lazy extends Handler {
    private Optional<FileHandler> open = Optional.empty();
    private boolean broken;

    @Override
    public synchronized void publish(LogRecord record) {
      if (!isLoggable(record) || broken) {
        return;
      }
      try {
        if (open.isEmpty()) {
          Files.createDirectories(file.getParent());
          var handler = new FileHandler(pattern(), LIMIT_BYTES, FILES, true);
          handler.setFormatter(new SimpleFormatter());
          open = Optional.of(handler);
        }
        open.get().publish(record);
      } catch (IOException e) {
        // A log that cannot be written must not be a reason to fail, nor to try again each time.
        broken = true;
      }
    }

    private String pattern() {
      // In a pattern % begins a variable.
      return file.toString().replace("%", "%%");
    }

    @Override
    public synchronized void flush() {
      open.ifPresent(FileHandler::flush);
    }

    @Override
    public synchronized void close() {
      open.ifPresent(FileHandler::close);
    }
  }
}
