package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.inspector.ActionsController;
import dev.lifeguard.gui.inspector.IncidentController;
import dev.lifeguard.gui.processes.ProcessesController;
import dev.lifeguard.gui.processes.WorkerKeys;
import dev.lifeguard.gui.queue.QueueController;
import dev.lifeguard.gui.timeline.TimelineController;
import java.util.Map;
import javafx.scene.Parent;

/// A job on the screen: its session, and the nodes and controllers that show it. JavaFX thread.
record JobView(JobSession session, Parent root, JobController frame, ActionsController actions) {

  /// Builds the nodes for a session.
  static JobView of(JobSession session, Appearance appearance) {
    JobController frame = new JobController(session);
    ActionsController actions = new ActionsController(session.actions());
    Fxml fxml =
        new Fxml(
            Map.of(
                JobController.class,
                () -> frame,
                ActionsController.class,
                () -> actions,
                ProcessesController.class,
                () -> new ProcessesController(session.processes(), keys(actions), appearance),
                QueueController.class,
                () ->
                    new QueueController(
                        session.queue(),
                        session.taskActions(),
                        appearance,
                        session.incidents()::choose),
                TimelineController.class,
                () ->
                    new TimelineController(
                        session.timeline(), new TimelineLinks(session), appearance),
                IncidentController.class,
                () -> new IncidentController(session.incidents())));
    return new JobView(session, fxml.load(JobView.class, "Job.fxml"), frame, actions);
  }

  private static WorkerKeys keys(ActionsController actions) {
    return new WorkerKeys() {
      @Override
      public void terminate() {
        actions.terminate();
      }

      @Override
      public void kill() {
        actions.killByKey();
      }

      @Override
      public void suspend() {
        actions.suspend();
      }

      @Override
      public void resume() {
        actions.resume();
      }

      @Override
      public void restart() {
        actions.restart();
      }

      @Override
      public void dump() {
        actions.dump();
      }
    };
  }
}
