package dev.lifeguard.jobfile;

/// A line holds something that is no item. Never leaves this package.
final class MalformedItem extends Exception {
  private static final long serialVersionUID = 1L;

  private final long line;

  /// @param line from 1
  /// @param message what is wrong and what to do, for people
  MalformedItem(long line, String message) {
    super(message);
    this.line = line;
  }

  /// The problem, for people.
  JobFileException in(String file) {
    int shown = (int) Math.min(line, Integer.MAX_VALUE);
    return new JobFileException(
        new Problem(new Location.Line(file, shown), "", String.valueOf(getMessage())));
  }
}
