package dev.lifeguard.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file that may be executed and has nothing in it: something to be found.
public final class EmptyProgram {
  private EmptyProgram() {}

  /// Makes one, with the directories above it.
  public static Path in(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file;
  }
}
