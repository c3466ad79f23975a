package dev.lifeguard.probe.linux;

import java.util.Optional;

/// The first and the third number of `/proc/PID/task/TID/schedstat`
/// (Documentation/scheduler/sched-stats.rst): how long a thread has run, and how often.
///
/// @param runNanos on a processor
/// @param runs how often it was put on one
record ThreadRuns(long runNanos, long runs) {
  /// Reads one line.
  ///
  /// @return empty when it is none, or all zeros: that is what a kernel prints that does not count
  static Optional<ThreadRuns> parse(String text) {
    String[] words = text.strip().split(" ", -1);
    if (words.length != 3) {
      return Optional.empty();
    }
    try {
      ThreadRuns runs = new ThreadRuns(Long.parseLong(words[0]), Long.parseLong(words[2]));
      return runs.runs == 0 ? Optional.empty() : Optional.of(runs);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
