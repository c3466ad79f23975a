package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.inspector.ActionsController;
import dev.lifeguard.gui.inspector.IncidentController;
import dev.lifeguard.gui.inspector.MemoryController;
import dev.lifeguard.gui.inspector.OutputController;
import dev.lifeguard.gui.inspector.ProcessController;
import dev.lifeguard.gui.inspector.ThreadsController;
import dev.lifeguard.gui.processes.ProcessesController;
import dev.lifeguard.gui.processes.WorkerKeys;
import dev.lifeguard.gui.queue.QueueController;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Parent;

/// A job on the screen: its session, and the nodes and controllers that show it. JavaFX thread.
record JobView(JobSession session, Parent root, JobController frame, ActionsController actions) {

  /// Builds the nodes for a session.
  static JobView of(JobSession session, Appearance appearance) {
    JobController frame = new JobController(session);
    ActionsController actions = new ActionsController(session.actions());
    Map<Class<?>, Supplier<?>> controllers = new HashMap<>();
    controllers.put(JobController.class, () -> frame);
    controllers.put(ActionsController.class, () -> actions);
    controllers.put(
        ProcessesController.class,
        () -> new ProcessesController(session.processes(), keys(actions), appearance));
    controllers.put(
        QueueController.class,
        () ->
            new QueueController(
                session.queue(), session.taskActions(), appearance, session.incidents()::choose));
    controllers.put(IncidentController.class, () -> new IncidentController(session.incidents()));
    controllers.put(
        MemoryController.class, () -> new MemoryController(session.details().memory(), appearance));
    controllers.put(
        ThreadsController.class,
        () -> new ThreadsController(session.details().threads(), session.dumps(), appearance));
    controllers.put(
        ProcessController.class,
        () -> new ProcessController(session.details().process(), appearance));
    controllers.put(
        OutputController.class, () -> new OutputController(session.details().output(), appearance));
    Fxml fxml = new Fxml(controllers);
    return new JobView(session, fxml.load(JobView.class, "Job.fxml"), frame, actions);
  }

  /// Lets go of the job. Called when the window is gone.
  void close() {
    frame.close();
    session.close();
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
