package dev.lifeguard.worker;

import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.Variables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Finds the Python behind a script.
///
/// A `python3` on the `PATH` may be a script that looks for the right Python and then becomes it,
/// as those of pyenv and asdf do. That takes longer than everything else in the start of a worker
/// (measured here: 60 of 100 ms, and every replacement would pay it), so the script is asked once.
/// The launchers of Windows are asked as well; see [WindowsPython].
final class InterpreterScript {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // Without an answer no worker is started there, and a guard against viruses looks at every file
  // of
  // a Python that is new to it.
  private static final Duration LAUNCHERS_PATIENCE = Duration.ofSeconds(60);

  private InterpreterScript() {}

  /// The program that this one becomes; itself when it is no script, or does not tell.
  ///
  /// @param directory where the workers run, which such scripts heed
  /// @param changes the variables that are set for the workers
  static Path behind(Path program, Path directory, Map<String, String> changes) {
    return behind(program, directory, changes, PATIENCE);
  }

  /// The same within this time.
  static Path behind(Path program, Path directory, Map<String, String> changes, Duration patience) {
    return isScript(program) ? ask(program, directory, changes, patience).orElse(program) : program;
  }

  /// The Python behind a launcher of Windows; empty when it does not tell, as the stub of the
  /// Microsoft Store does not.
  static Optional<WindowsPython> behindLauncher(
      Path launcher, Path directory, Map<String, String> changes) {
    List<String> question = WindowsPython.question(launcher);
    try {
      return WindowsPython.of(answer(question, 2, directory, changes, LAUNCHERS_PATIENCE));
    } catch (InvalidPathException notAnAnswer) {
      return Optional.empty();
    }
  }

  private static boolean isScript(Path program) {
    try (InputStream in = Files.newInputStream(program)) {
      return in.read() == '#' && in.read() == '!';
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static Optional<Path> ask(
      Path program, Path directory, Map<String, String> changes, Duration patience) {
    List<String> question =
        List.of(program.toString(), "-I", "-S", "-c", "import sys; print(sys.executable)");
    try {
      return answer(question, 1, directory, changes, patience).stream()
          .findFirst()
          .map(Path::of)
          .filter(path -> path.isAbsolute() && Files.isExecutable(path));
    } catch (InvalidPathException silent) {
      return Optional.empty();
    }
  }

  /// What it prints; nothing when it cannot be started or says nothing in time.
  ///
  /// @param most how many lines it has to say; then it is heard no more
  private static List<String> answer(
      List<String> question,
      int most,
      Path directory,
      Map<String, String> changes,
      Duration patience) {
    ProcessBuilder builder =
        new ProcessBuilder(question)
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    Variables.change(builder.environment(), changes, ThisSystem.kind());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      List<String> lines = lines(process, most, patience);
      // Whether it has answered or not, there is nothing left for it to do.
      process.destroyForcibly();
      return lines;
    } catch (IOException silent) {
      return List.of();
    }
  }

  /// Read on a thread of its own: what a script has left behind may hold the pipe for ever.
  private static List<String> lines(Process process, int most, Duration patience) {
    FutureTask<List<String>> reading =
        new FutureTask<>(() -> {
          try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            return lines.lines().limit(most).toList();
          }
        });
    Thread.ofPlatform().daemon().name("lifeguard-interpreter-script").start(reading);
    try {
      return reading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException silent) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
