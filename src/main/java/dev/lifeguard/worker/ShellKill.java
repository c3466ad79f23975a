package dev.lifeguard.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Sends signals with the shell's `kill` (POSIX), for want of native access: the Java library knows
/// only two signals and no groups. Takes a few milliseconds.
final class ShellKill {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final long PATIENCE_SECONDS = 2;

  private ShellKill() {}

  /// To a process group.
  ///
  /// @return whether it was sent
  static boolean group(long group, int signal) {
    return send("-" + group, signal);
  }

  /// To one process.
  ///
  /// @return whether it was sent
  static boolean one(long pid, int signal) {
    return send(Long.toString(pid), signal);
  }

  private static boolean send(String target, int signal) {
    if (!Files.isExecutable(SHELL)) {
      return false;
    }
    ProcessBuilder kill =
        new ProcessBuilder(
            SHELL.toString(), "-c", "kill -s \"$0\" -- \"$1\"", Integer.toString(signal), target);
    kill.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    kill.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    kill.redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process running = kill.start();
      return running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && running.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
