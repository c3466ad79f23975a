package dev.lifeguard.jobfile;

import java.io.IOException;
import java.nio.file.Path;

/// Reads jobs: from a file, or from flags alone. Everything that is wrong is found in one go.
public final class JobFiles {
  private JobFiles() {}

  /// The job of a file that is read from the disk.
  ///
  /// @throws JobFileException if the file is missing or too large, is no UTF-8, or is wrong
  /// @throws IOException if reading fails
  public static JobFile load(Path file, Overrides overrides, Surroundings around)
      throws IOException, JobFileException {
    throw new UnsupportedOperationException();
  }

  /// The job that a text describes.
  ///
  /// @param file the path as the user gave it, for messages; paths in the text are relative to its
  ///     directory
  /// @param text YAML 1.2
  /// @throws JobFileException with everything that is wrong
  public static JobFile read(Path file, String text, Overrides overrides, Surroundings around)
      throws JobFileException {
    throw new UnsupportedOperationException();
  }

  /// The job that flags describe without a file.
  ///
  /// @throws JobFileException with everything that is wrong
  public static JobFile fromFlags(Overrides overrides, Surroundings around)
      throws JobFileException {
    throw new UnsupportedOperationException();
  }
}
