package dev.lifeguard.cli;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds and starts somebody else's program: in our terminal, where it gets our three streams and
/// keeps what the terminal sends, or apart. Belongs to one thread.
interface Launcher {
  /// The exit status of shells for a program that is not there, and for one that cannot be started.
  int NOT_FOUND = 127;

  /// See [#NOT_FOUND].
  int NOT_STARTED = 126;

  /// The means of this system.
  static Launcher here() {
    return ThisSystem.kind() == HostSystem.WINDOWS
        ? new ConsoleLauncher(HostSystem.WINDOWS)
        : new TerminalLauncher(LinuxSys.open().filter(_ -> PosixSpawn.isAvailable()));
  }

  /// The file of a program as the system would find it; one that may not be executed is an answer,
  /// too.
  ///
  /// @param directory where a relative path begins
  Optional<Path> find(String name, Path directory, Map<String, String> environment);

  /// What is wrong when there is no such program, for the user.
  default Start.Failed missing(String name) {
    return new Start.Failed(
        NOT_FOUND, name + ": there is no such program; write its path, or look at PATH");
  }

  /// The words with which the Java library starts a program that has no terminal.
  ///
  /// @param words its own name first
  /// @throws JobStarter.Refusal with a sentence, when it must not have these words
  List<String> line(Path file, List<String> words) throws JobStarter.Refusal;

  /// Starts a program in our terminal.
  ///
  /// @param words its own name first
  Start start(Path file, List<String> words, Map<String, String> environment);

  /// What came of it.
  sealed interface Start {
    /// It runs.
    record Running(Launched program) implements Start {}

    /// It does not.
    ///
    /// @param status what `launch` ends with
    /// @param reason a sentence
    record Failed(int status, String reason) implements Start {}
  }

  /// A program that runs. Belongs to one thread, except for [#signal].
  interface Launched {
    /// Its number.
    long pid();

    /// Hands a signal on that has reached us and not the program. Any thread.
    void signal(int signal);

    /// Waits for its end, after which it can still be seen how it ended.
    ExitStatus await() throws InterruptedException;

    /// Frees what is left of it.
    void reap();
  }
}
