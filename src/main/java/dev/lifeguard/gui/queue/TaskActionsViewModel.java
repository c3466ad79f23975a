package dev.lifeguard.gui.queue;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What can be done to the chosen task: run it once more when it has ended, take it back before.
/// JavaFX thread.
public final class TaskActionsViewModel {
  private final boolean offered;
  private final BiConsumer<Command, Consumer<CommandAnswer>> sender;
  private final ReadOnlyBooleanWrapper canRetry = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canCancel = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Answer> answer = new ReadOnlyObjectWrapper<>(Answer.NONE);
  private Optional<TaskLine> chosen = Optional.empty();

  /// What the job said to the last command.
  ///
  /// @param text empty when there is nothing to say
  public record Answer(String text, boolean refused) {
    static final Answer NONE = new Answer("", false);
  }

  /// Actions on the tasks of a job.
  ///
  /// @param capabilities what the job can do at all
  /// @param sender sends a command and hands the answer over on the JavaFX thread
  public TaskActionsViewModel(
      Set<Capability> capabilities, BiConsumer<Command, Consumer<CommandAnswer>> sender) {
    this.offered = capabilities.contains(Capability.CONTROL_QUEUE);
    this.sender = sender;
  }

  /// Whether this job's tasks can be acted on at all.
  public boolean isOffered() {
    return offered;
  }

  /// Whether the chosen task has ended, and nobody has repeated it yet.
  public ReadOnlyBooleanProperty canRetryProperty() {
    return canRetry.getReadOnlyProperty();
  }

  /// Whether the chosen task waits or runs.
  public ReadOnlyBooleanProperty canCancelProperty() {
    return canCancel.getReadOnlyProperty();
  }

  /// What became of the last command.
  public ReadOnlyObjectProperty<Answer> answerProperty() {
    return answer.getReadOnlyProperty();
  }

  /// The user has chosen this task, or it has changed.
  ///
  /// @param ended whether the job is over, so that nothing is run any more
  void choose(Optional<TaskLine> line, boolean ended) {
    boolean other =
        !line.map(TaskLine::task).equals(chosen.map(TaskLine::task)) && line.isPresent();
    chosen = line;
    boolean possible = offered && !ended;
    canRetry.set(
        possible && line.filter(l -> l.state().isFinal() && l.repeatedBy() == 0).isPresent());
    canCancel.set(possible && line.filter(l -> !l.state().isFinal()).isPresent());
    if (other) {
      answer.set(Answer.NONE);
    }
  }

  /// Runs the chosen task once more, as a new task.
  public void retry() {
    if (canRetry.get()) {
      chosen.ifPresent(
          line -> send(line.task(), Text.of("task.retry"), new Command.RetryTask(line.task())));
    }
  }

  /// Takes the chosen task back.
  public void cancel() {
    if (canCancel.get()) {
      chosen.ifPresent(
          line -> send(line.task(), Text.of("task.cancel"), new Command.CancelTask(line.task())));
    }
  }

  private void send(int task, String what, Command command) {
    answer.set(Answer.NONE);
    sender.accept(
        command,
        reply ->
            answer.set(
                switch (reply) {
                  case CommandAnswer.Accepted _ ->
                      new Answer(Text.of("task.accepted", what, task), false);
                  case CommandAnswer.Refused(String reason) -> new Answer(reason, true);
                }));
  }
}
