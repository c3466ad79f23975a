package dev.lifeguard.cli;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.probe.ThisSystem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Shows the user where a file is. `java.awt.Desktop` would do it on some systems, with a second
/// toolkit in the program.
final class FileManager {
  // What asks a running file manager answers soon; what has become one goes on, and is well.
  private static final long PATIENCE_SECONDS = 2;

  private FileManager() {}

  /// Opens the directory of a file in the system's file manager.
  ///
  /// @return why that was not possible; empty when it was asked
  static Optional<String> reveal(Path file) {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
    return ThisSystem.kind() == HostSystem.WINDOWS
        ? start(List.of("explorer", "/select," + file), directory, false)
        : start(List.of("xdg-open", directory.toString()), directory, true);
  }

  /// @param tells whether its exit status says whether it worked
  static Optional<String> start(List<String> words, Path directory, boolean tells) {
    try {
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean failed =
          tells && process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() != 0;
      return failed
          ? Optional.of("No program here shows directories; the file is in " + directory)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "There is no " + words.getFirst() + " to show directories; the file is in " + directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
