package dev.lifeguard.job;

/// One observation that supports a conclusion.
///
/// @param source who says so: `wait status`, `protocol pipe`, `kernel log`, `own signal` …
/// @param text what was observed
/// @param atNanos when, in nanoseconds since the start of the job
public record Evidence(String source, String text, long atNanos) {
  /// The text about a worker that took its leave before it ended, in the middle of a task or
  /// without having been asked.
  public static final String AFTER_GOOD_BYE = "ended after good-bye";
}
