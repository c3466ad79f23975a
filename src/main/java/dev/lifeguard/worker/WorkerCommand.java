package dev.lifeguard.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the process of a worker is started: its program, its command line, and what it reads before
/// the first message. Owned by the one thread that starts processes, except for [#firstWords].
interface WorkerCommand {
  /// The program's file; empty when there is none. May wait for a moment the first time.
  ///
  /// @param searchPath the workers' `PATH`
  Optional<Path> program(String searchPath);

  /// The arguments, the program's own name first.
  ///
  /// @param program what [#program] answered
  List<String> arguments(Path program, int worker);

  /// What goes into its standard input before the first message; asked for once, after the worker's
  /// [#arguments]. Any thread.
  byte[] firstWords(int worker);

  /// Whether it reads messages in blocks of 4096 bytes and more, so that each read may give one
  /// message; a worker that reads less at once would lose the rest of the message.
  default boolean readsWholeMessages() {
    return false;
  }

  /// Whether only the native port can start it.
  default boolean needsNativeAccess() {
    return false;
  }

  /// Variables that its process is to have unless the user or the job sets them. Asked for after
  /// [#arguments].
  default Map<String, String> environment() {
    return Map.of();
  }

  /// Why nothing was started, in a sentence with the remedy.
  ///
  /// @param error what the system said, used when nothing is found to be wrong
  String explain(String searchPath, String error);

  /// Takes away what was laid out for the workers, who have all ended. The command is of no use
  /// afterwards.
  default void close() {}

  /// Why nothing was started when it is our own fault, or nobody has room for one more thread, in a
  /// sentence with the remedy.
  static String explain(Throwable bug) {
    boolean threads =
        bug instanceof OutOfMemoryError && String.valueOf(bug.getMessage()).contains("thread");
    if (threads) {
      return "no further thread may be started (the limit of processes, `ulimit -u` or a"
          + " container's pids limit, is reached); run fewer workers or raise the limit";
    }
    return "something went wrong inside Lifeguard when it started the worker (%s); please report it with the log"
        .formatted(bug);
  }
}
