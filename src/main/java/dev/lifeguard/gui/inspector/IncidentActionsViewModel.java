package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.WorkerTarget;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.TaskState;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What can be done from the incident panel: run the task of an incident once more, and, as long as
/// nothing has gone wrong, kill a worker on purpose to see how that is noticed. JavaFX thread.
public final class IncidentActionsViewModel {
  private final Set<Capability> capabilities;
  private final BiConsumer<Command, Consumer<CommandAnswer>> sender;
  private final ReadOnlyBooleanWrapper canRetry = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canKill = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper victim = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper answer = new ReadOnlyStringWrapper("");
  private IncidentsPicture picture = IncidentsPicture.EMPTY;
  private int shown;

  /// Actions of a job.
  ///
  /// @param sender sends a command and hands the answer over on the JavaFX thread
  public IncidentActionsViewModel(
      Set<Capability> capabilities, BiConsumer<Command, Consumer<CommandAnswer>> sender) {
    this.capabilities = capabilities;
    this.sender = sender;
  }

  /// Whether tasks of this job can be run once more at all.
  public boolean isRetryOffered() {
    return capabilities.contains(Capability.CONTROL_QUEUE);
  }

  /// Whether the task of the incident on the screen has ended and nobody has repeated it yet.
  public ReadOnlyBooleanProperty canRetryProperty() {
    return canRetry.getReadOnlyProperty();
  }

  /// Whether there is a worker that may be killed to see what happens: only in a pool that runs the
  /// task again.
  public ReadOnlyBooleanProperty canKillProperty() {
    return canKill.getReadOnlyProperty();
  }

  /// Who would be killed, and what becomes of its task, a sentence.
  public ReadOnlyStringProperty victimProperty() {
    return victim.getReadOnlyProperty();
  }

  /// What became of the last command; empty when there is nothing to say.
  public ReadOnlyStringProperty answerProperty() {
    return answer.getReadOnlyProperty();
  }

  /// Shows the next picture.
  public void show(IncidentsPicture next) {
    picture = next;
    update();
  }

  /// Another incident is on the screen.
  ///
  /// @param id its number, 0 for none
  void turnTo(int id) {
    if (id != shown) {
      shown = id;
      answer.set("");
    }
    update();
  }

  private void update() {
    int task = task();
    canRetry.set(
        isRetryOffered()
            && !picture.ended()
            && task > 0
            && state().isFinal()
            && !picture.repeated().contains(task));
    boolean supervised =
        capabilities.contains(Capability.SIGNAL_WORKERS)
            && capabilities.contains(Capability.RESTART_WORKERS);
    Optional<WorkerTarget> chosen =
        supervised && !picture.ended() ? picture.victim() : Optional.empty();
    canKill.set(chosen.isPresent());
    victim.set(chosen.map(this::victimText).orElse(""));
  }

  private String victimText(WorkerTarget worker) {
    return picture.system().hasSignals()
        ? Text.of("incident.victim", worker.name())
        : Text.of("incident.victim-no-signals", worker.name());
  }

  private boolean isShown() {
    return shown >= 1 && shown <= picture.incidents().size();
  }

  private int task() {
    return isShown() ? picture.incidents().get(shown - 1).task().orElse(0) : 0;
  }

  private TaskState state() {
    return isShown() ? picture.tasks().get(shown - 1) : TaskState.QUEUED;
  }

  /// Runs the incident's task once more, as a new task.
  public void retry() {
    if (canRetry.get()) {
      int task = task();
      send(new Command.RetryTask(task), Text.of("task.accepted", Text.of("task.retry"), task));
    }
  }

  /// Kills the worker that [#victimProperty] names.
  public void killOne() {
    if (canKill.get()) {
      picture
          .victim()
          .ifPresent(worker ->
              worker
                  .process()
                  .ifPresent(process ->
                      send(
                          new Command.Kill(worker.worker(), process),
                          Text.of("incident.killing", worker.name()))));
    }
  }

  private void send(Command command, String accepted) {
    answer.set("");
    sender.accept(
        command,
        reply ->
            answer.set(
                switch (reply) {
                  case CommandAnswer.Accepted _ -> accepted;
                  case CommandAnswer.Refused(String reason) -> reason;
                }));
  }
}
