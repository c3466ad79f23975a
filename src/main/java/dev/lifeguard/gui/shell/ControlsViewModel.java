package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What can be done to the pool as a whole: pause it and go on, keep more or fewer workers, drain,
/// stop and abort it. JavaFX thread.
public final class ControlsViewModel {
  private final Set<Capability> capabilities;
  private final BiConsumer<Command, Consumer<CommandAnswer>> sender;
  private final ReadOnlyBooleanWrapper canPause = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canGo = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canAddWorker = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canRemoveWorker = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canDrain = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canStop = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canAbort = new ReadOnlyBooleanWrapper();
  private final ReadOnlyIntegerWrapper workers = new ReadOnlyIntegerWrapper();
  private final SamplingViewModel sampling;
  private final ReadOnlyStringWrapper refusal = new ReadOnlyStringWrapper("");
  private SummaryPicture.Flow flow = SummaryPicture.Flow.RUNNING;
  private int told;

  /// Controls of a job.
  ///
  /// @param capabilities what the job can do at all
  /// @param sender sends a command and hands the answer over on the JavaFX thread
  ControlsViewModel(
      Set<Capability> capabilities, BiConsumer<Command, Consumer<CommandAnswer>> sender) {
    this.capabilities = capabilities;
    this.sender = sender;
    sampling = new SamplingViewModel(offers(Capability.SET_SAMPLING), it -> send(true, it));
    update();
  }

  /// Whether tasks are started and this can be held.
  public ReadOnlyBooleanProperty canPauseProperty() {
    return canPause.getReadOnlyProperty();
  }

  /// Whether it is paused and can go on.
  public ReadOnlyBooleanProperty canGoProperty() {
    return canGo.getReadOnlyProperty();
  }

  /// Whether one more worker can be kept.
  public ReadOnlyBooleanProperty canAddWorkerProperty() {
    return canAddWorker.getReadOnlyProperty();
  }

  /// Whether one worker less can be kept.
  public ReadOnlyBooleanProperty canRemoveWorkerProperty() {
    return canRemoveWorker.getReadOnlyProperty();
  }

  /// Whether it can be ended when the running tasks have ended.
  public ReadOnlyBooleanProperty canDrainProperty() {
    return canDrain.getReadOnlyProperty();
  }

  /// Whether it can be ended within the grace time.
  public ReadOnlyBooleanProperty canStopProperty() {
    return canStop.getReadOnlyProperty();
  }

  /// Whether it can be ended at once.
  public ReadOnlyBooleanProperty canAbortProperty() {
    return canAbort.getReadOnlyProperty();
  }

  /// How many workers are to be kept, as was asked last.
  public ReadOnlyIntegerProperty workersProperty() {
    return workers.getReadOnlyProperty();
  }

  /// Why the last command was refused; empty if it was not.
  public ReadOnlyStringProperty refusalProperty() {
    return refusal.getReadOnlyProperty();
  }

  /// How often the processes are measured.
  SamplingViewModel sampling() {
    return sampling;
  }

  /// Whether the job has this control at all, now or at another time.
  public boolean offers(Capability capability) {
    return capabilities.contains(capability);
  }

  /// Shows the next picture.
  void show(SummaryPicture picture) {
    flow = picture.flow();
    sampling.show(picture);
    if (picture.wantedWorkers() != told) {
      told = picture.wantedWorkers();
      workers.set(told);
    }
    update();
  }

  private void update() {
    boolean started = workers.get() > 0;
    boolean open =
        switch (flow) {
          case RUNNING, PAUSED -> started;
          case DRAINING, STOPPING, ENDED -> false;
        };
    boolean queue = offers(Capability.CONTROL_QUEUE) && open;
    boolean resize = offers(Capability.RESIZE_POOL) && open;
    boolean stop = offers(Capability.STOP_JOB);
    canPause.set(queue && flow == SummaryPicture.Flow.RUNNING);
    canGo.set(queue && flow == SummaryPicture.Flow.PAUSED);
    canAddWorker.set(resize);
    canRemoveWorker.set(resize && workers.get() > 1);
    canDrain.set(stop && open);
    canStop.set(stop && (open || flow == SummaryPicture.Flow.DRAINING));
    canAbort.set(stop && started && flow != SummaryPicture.Flow.ENDED);
  }

  /// Starts no further task.
  void pause() {
    send(canPause.get(), new Command.Pause());
  }

  /// Starts tasks again.
  void go() {
    send(canGo.get(), new Command.Go());
  }

  /// Keeps one worker more.
  void addWorker() {
    resize(canAddWorker.get(), 1);
  }

  /// Keeps one worker less.
  void removeWorker() {
    resize(canRemoveWorker.get(), -1);
  }

  private void resize(boolean possible, int by) {
    if (possible) {
      // Shown at once, so that several clicks add up before the job has told of the first.
      workers.set(workers.get() + by);
      update();
      send(true, new Command.Resize(workers.get()));
    }
  }

  /// Ends the job when the running tasks have ended.
  void drain() {
    send(canDrain.get(), new Command.Drain(Text.of("drain.reason")));
  }

  /// Asks the job to stop in order.
  void stop() {
    send(offers(Capability.STOP_JOB), new Command.Stop(Text.of("stop.reason")));
  }

  /// Ends the job at once.
  void abort() {
    send(offers(Capability.STOP_JOB), new Command.Abort(Text.of("stop.reason")));
  }

  private void send(boolean possible, Command command) {
    if (possible) {
      refusal.set("");
      sender.accept(command, this::answered);
    }
  }

  private void answered(CommandAnswer answer) {
    switch (answer) {
      case CommandAnswer.Accepted _ -> {}
      case CommandAnswer.Refused(String reason) -> {
        refusal.set(reason);
        workers.set(told);
        sampling.refused();
        update();
      }
    }
  }
}
