package dev.lifeguard.gui.timeline;

/// What the rest of the window shows when something in the timeline is chosen. JavaFX thread.
public interface TimelineChoices {
  /// A worker was chosen.
  void worker(int number);

  /// A task was chosen.
  void task(int number);

  /// An incident was chosen.
  void incident(int id);
}
