package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.Text;

/// Whom a line is about.
final class Subjects {
  private Subjects() {}

  /// @param worker 0 for none
  /// @param task 0 for none
  static String of(int worker, int task) {
    if (task == 0) {
      return worker == 0 ? "" : Text.of("row.worker", worker);
    }
    return worker == 0 ? Text.of("events.task", task) : Text.of("events.task-on", task, worker);
  }
}
