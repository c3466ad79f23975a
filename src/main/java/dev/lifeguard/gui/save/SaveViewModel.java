package dev.lifeguard.gui.save;

import dev.lifeguard.gui.common.Text;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// Saving one recording, from the first look at it to the file. JavaFX thread.
public final class SaveViewModel {
  private final Saving saving;
  private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(Stage.LOOKING);
  private final ReadOnlyObjectWrapper<Optional<SavePlan.Possible>> plan =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<SaveAnswer.Saved>> saved =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty file = new SimpleStringProperty("");
  private final BooleanProperty redacted = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper remark = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper share = new ReadOnlyDoubleWrapper();

  /// How far it is.
  public enum Stage {
    /// It is looked what there is.
    LOOKING,
    /// The user says where to.
    ASKING,
    /// It is being saved.
    SAVING,
    /// It is saved.
    SAVED,
    /// Nothing can be saved; the fault says why.
    IMPOSSIBLE
  }

  /// A recording that is looked at from now on.
  public SaveViewModel(Saving saving) {
    this.saving = saving;
    file.subscribe(_ -> lookAtFile());
    saving.plan(this::planned, this::isImpossible);
  }

  /// How far it is.
  public ReadOnlyObjectProperty<Stage> stageProperty() {
    return stage.getReadOnlyProperty();
  }

  /// What there is; empty as long as that is not known.
  public ReadOnlyObjectProperty<Optional<SavePlan.Possible>> planProperty() {
    return plan.getReadOnlyProperty();
  }

  /// What was saved.
  public ReadOnlyObjectProperty<Optional<SaveAnswer.Saved>> savedProperty() {
    return saved.getReadOnlyProperty();
  }

  /// Where to, as the user has written it.
  public StringProperty fileProperty() {
    return file;
  }

  /// Whether to leave out what may be secret.
  public BooleanProperty redactedProperty() {
    return redacted;
  }

  /// What the user should know of the chosen file; empty when there is nothing.
  public ReadOnlyStringProperty remarkProperty() {
    return remark.getReadOnlyProperty();
  }

  /// Why it was not saved; empty when there is nothing to say.
  public ReadOnlyStringProperty faultProperty() {
    return fault.getReadOnlyProperty();
  }

  /// How much of it is done, 0 to 1.
  public ReadOnlyDoubleProperty shareProperty() {
    return share.getReadOnlyProperty();
  }

  private void planned(SavePlan answer) {
    switch (answer) {
      case SavePlan.Possible possible -> {
        plan.set(Optional.of(possible));
        stage.set(Stage.ASKING);
        file.set(possible.file());
      }
      case SavePlan.Refused(String sentence) -> isImpossible(sentence);
    }
  }

  private void isImpossible(String sentence) {
    fault.set(sentence);
    stage.set(Stage.IMPOSSIBLE);
  }

  private void lookAtFile() {
    fault.set("");
    remark.set("");
    String written = file.get();
    if (!written.isBlank()) {
      saving.replaces(
          written.strip(),
          replaces -> {
            if (written.equals(file.get())) {
              remark.set(replaces ? Text.of("save.replaces") : "");
            }
          },
          fault::set);
    }
  }

  /// The names of the variables whose values would be in the file.
  List<String> variables() {
    return plan.get().map(SavePlan.Possible::variables).orElse(List.of());
  }

  /// Saves it, if the user has said where to.
  public void save() {
    if (stage.get() != Stage.ASKING) {
      return;
    }
    String chosen = file.get().strip();
    if (chosen.isEmpty()) {
      fault.set(Text.of("save.fault.file"));
      return;
    }
    fault.set("");
    share.set(0);
    stage.set(Stage.SAVING);
    saving.save(chosen, redacted.get(), share::set, this::done, this::failed);
  }

  private void done(SaveAnswer answer) {
    switch (answer) {
      case SaveAnswer.Saved file -> {
        saved.set(Optional.of(file));
        stage.set(Stage.SAVED);
      }
      case SaveAnswer.Refused(String sentence) -> failed(sentence);
    }
  }

  private void failed(String sentence) {
    stage.set(Stage.ASKING);
    fault.set(sentence);
  }

  /// Gives up what is being saved. Called as well when nobody looks any more.
  public void giveUp() {
    saving.giveUp();
  }
}
