package dev.lifeguard.journal;

import dev.lifeguard.job.JobModel;
import java.nio.file.Path;

/// What is left of a job in the end, as JSON, Markdown or HTML.
public final class JobReport {
  private JobReport() {}

  /// Writes the report in the form that the file's name asks for (`.md`, `.html`, else JSON), by way
  /// of a temporary file beside it. Call it on the thread that owns the model.
  ///
  /// @return the file
  public static Tried<Path> write(JobModel model, Path file) {
    throw new UnsupportedOperationException();
  }
}
