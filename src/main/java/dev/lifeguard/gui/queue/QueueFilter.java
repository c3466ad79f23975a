package dev.lifeguard.gui.queue;

import dev.lifeguard.job.TaskState;
import java.util.Optional;

/// Which tasks are to be shown.
///
/// @param state only those in this state; empty for all
/// @param text only those with this in their item or error, in whatever case; `#60` for one task;
///   empty for all
public record QueueFilter(Optional<TaskState> state, String text) {
  /// All tasks.
  public static final QueueFilter ALL = new QueueFilter(Optional.empty(), "");

  /// Trims the text.
  public QueueFilter {
    text = text.strip();
  }

  boolean isAll() {
    return state.isEmpty() && text.isEmpty();
  }
}
