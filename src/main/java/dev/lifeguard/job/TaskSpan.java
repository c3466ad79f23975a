package dev.lifeguard.job;

/// Neighbouring tasks.
///
/// @param first the number of the first
/// @param count how many, at least one
public record TaskSpan(int first, int count) {
  /// Refuses what holds no task.
  public TaskSpan {
    if (first < 1 || count < 1) {
      throw new IllegalArgumentException("no tasks: " + count + " from " + first);
    }
  }

  /// The last of them.
  public int last() {
    return first + count - 1;
  }
}
