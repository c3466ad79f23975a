package dev.lifeguard.job;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Puts what a function raised into one line, the same in the terminal, the window and the report.
public final class FailureSentence {
  private FailureSentence() {}

  /// `ValueError: why`, or `MemoryError (its memory limit of 300 MiB, RLIMIT_DATA)` where that
  /// limit was the reason.
  ///
  /// @param job what is known of the job, with its limit; empty until it has begun
  public static String of(TaskAnswer.Failure failure, Optional<JobDescription> job) {
    String message = failure.message().lines().collect(Collectors.joining(" "));
    return failure.type()
        + (message.isEmpty() ? "" : ": " + message)
        + (failure.limit() ? job.map(FailureSentence::limit).orElse("") : "");
  }

  private static String limit(JobDescription job) {
    OptionalLong bytes = job.memoryLimitBytes();
    return bytes.isEmpty()
        ? ""
        : " (its memory limit of "
            + ByteSize.text(bytes.getAsLong())
            + ", "
            + job.memoryMeans().words()
            + ")";
  }
}
