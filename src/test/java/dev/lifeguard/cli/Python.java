package dev.lifeguard.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The Python of this machine.
final class Python {
  private static final String EXECUTABLE = find();

  private Python() {}

  /// The interpreter itself, not a script that looks for one and takes its time.
  static String executable() {
    return EXECUTABLE;
  }

  private static String find() {
    try {
      Process asked =
          new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
