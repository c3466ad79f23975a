package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.processes.RowKey;
import dev.lifeguard.gui.timeline.TimelineChoices;
import java.util.Optional;

/// Leads from the timeline to the rest of a job's window. JavaFX thread.
record TimelineLinks(JobSession session) implements TimelineChoices {
  @Override
  public void worker(int number) {
    session
        .processes()
        .find(RowKey.worker(number))
        .ifPresent(node -> session.processes().selectedProperty().set(Optional.of(node)));
  }

  @Override
  public void task(int number) {
    session.queue().chooseTask(number);
  }

  @Override
  public void incident(int id) {
    session.incidents().choose(id);
  }
}
