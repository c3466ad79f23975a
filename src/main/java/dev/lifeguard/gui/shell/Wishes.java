package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.memory.MemoryCamera;
import dev.lifeguard.gui.queue.QueueFilter;

/// What somebody wants to see of a job in the next picture, whichever camera takes it: a film that
/// goes back goes on with another one. Any thread.
final class Wishes {
  private volatile QueueFilter tasks = QueueFilter.ALL;
  private volatile String events = "";
  private volatile MemoryCamera.Watched lanes = MemoryCamera.Watched.NOTHING;

  /// Only these tasks.
  void tasks(QueueFilter wanted) {
    tasks = wanted;
  }

  /// Only lines with this text.
  void events(String text) {
    events = text;
  }

  /// These lanes.
  void lanes(MemoryCamera.Watched wanted) {
    lanes = wanted;
  }

  QueueFilter tasks() {
    return tasks;
  }

  String events() {
    return events;
  }

  MemoryCamera.Watched lanes() {
    return lanes;
  }
}
