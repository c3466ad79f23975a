package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.ColumnLayout;
import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Fxml;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.events.EventsController;
import dev.lifeguard.gui.inspector.ActionsController;
import dev.lifeguard.gui.inspector.Details;
import dev.lifeguard.gui.inspector.IncidentController;
import dev.lifeguard.gui.inspector.MemoryController;
import dev.lifeguard.gui.inspector.OutputController;
import dev.lifeguard.gui.inspector.ProcessController;
import dev.lifeguard.gui.inspector.ThreadsController;
import dev.lifeguard.gui.inspector.VerdictController;
import dev.lifeguard.gui.memory.MemoryOverTimeController;
import dev.lifeguard.gui.processes.ProcessesController;
import dev.lifeguard.gui.processes.WorkerKeys;
import dev.lifeguard.gui.queue.QueueController;
import dev.lifeguard.gui.replay.ReplayController;
import dev.lifeguard.gui.timeline.TimelineController;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Parent;

/// A job on the screen: its session, and the nodes and controllers that show it. JavaFX thread.
record JobView(
    JobSession session,
    Parent root,
    JobController frame,
    ActionsController actions,
    ProcessesController processes) {
  private static final String PROCESSES = "processes";

  /// Builds the nodes for a session.
  ///
  /// @param confirmKill how often it is asked before a worker is killed
  static JobView of(
      JobSession session, Appearance appearance, Shell shell, Supplier<Confirmation> confirmKill) {
    ActionsController actions = new ActionsController(session.actions(), confirmKill);
    JobController frame = new JobController(session, actions, shell);
    ProcessesController processes =
        new ProcessesController(
            session.processes(), session.filter(), keys(session, actions), appearance);
    Map<Class<?>, Supplier<?>> controllers = new HashMap<>();
    controllers.put(JobController.class, () -> frame);
    controllers.put(ActionsController.class, () -> actions);
    controllers.put(ProcessesController.class, () -> processes);
    controllers.put(
        QueueController.class,
        () ->
            new QueueController(
                session.queue(), session.taskActions(), appearance, session.incidents()::choose));
    controllers.put(ReplayController.class, () -> new ReplayController(session.replay()));
    controllers.put(
        IncidentController.class,
        () ->
            new IncidentController(
                session.incidents(), session.incidentActions(), frame::showInTimeline));
    controllers.put(VerdictController.class, () -> new VerdictController(session.verdict()));
    controllers.put(
        EventsController.class,
        () -> new EventsController(session.events(), appearance, session.incidents()::choose));
    controllers.put(
        TimelineController.class,
        () -> new TimelineController(session.timeline(), new TimelineLinks(session), appearance));
    controllers.put(
        MemoryOverTimeController.class,
        () -> new MemoryOverTimeController(session.memory(), appearance, session::chooseWorker));
    addDetails(controllers, session, appearance);
    Fxml fxml = new Fxml(controllers);
    Parent root = fxml.load(JobView.class, "Job.fxml");
    frame.follow(appearance);
    if (session.replay().isFilm()) {
      processes.sayWhileEmpty(Text.of("processes.empty-film"));
    }
    return new JobView(session, root, frame, actions, processes);
  }

  private static void addDetails(
      Map<Class<?>, Supplier<?>> controllers, JobSession session, Appearance appearance) {
    Details details = session.details();
    controllers.put(
        MemoryController.class, () -> new MemoryController(details.memory(), appearance));
    controllers.put(
        ThreadsController.class,
        () -> new ThreadsController(details.threads(), session.dumps(), appearance));
    controllers.put(
        OutputController.class, () -> new OutputController(details.output(), appearance));
    controllers.put(
        ProcessController.class, () -> new ProcessController(details.process(), appearance));
  }

  /// Lets go of the job. Called when the window is gone.
  void close() {
    frame.close();
    session.close();
  }

  /// Puts the columns where the user has put them, and remembers where he puts them from now on.
  void restoreColumns(Remembered remembered) {
    ColumnLayout<?> columns = processes.columns();
    columns.restore(remembered.get().columns().getOrDefault(PROCESSES, List.of()));
    columns.onChange(
        places -> remembered.change(settings -> settings.withColumns(PROCESSES, places)));
  }

  private static WorkerKeys keys(JobSession session, ActionsController actions) {
    return new WorkerKeys() {
      @Override
      public void terminate() {
        actions.terminate();
      }

      @Override
      public void kill() {
        actions.askToKill();
      }

      @Override
      public void takeBack() {
        actions.hideRows();
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

      @Override
      public void dumpAll() {
        session.dumpAll();
      }

      @Override
      public void holdOrGo() {
        session.holdOrGo();
      }
    };
  }
}
