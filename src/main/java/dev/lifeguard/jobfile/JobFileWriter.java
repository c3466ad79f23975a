package dev.lifeguard.jobfile;

/// Writes a job as it was resolved: every default visible, every path absolute. Reading the text
/// again gives an equal job.
public final class JobFileWriter {
  private JobFileWriter() {}

  /// The text of a job file, with a line break at its end.
  public static String text(JobFile job) {
    throw new UnsupportedOperationException();
  }
}
