package dev.lifeguard.gui.attach;

import dev.lifeguard.gui.common.Text;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// What the attach dialog shows, and what is chosen in it: a candidate of the list, or a process by
/// its number, which wins. JavaFX thread.
public final class AttachViewModel {
  private static final int MOST_DIGITS = 9;

  private final ReadOnlyObjectWrapper<List<Candidate>> candidates =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper(true);
  private final ObjectProperty<Optional<Candidate>> listed =
      new SimpleObjectProperty<>(Optional.empty());
  private final StringProperty pid = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Optional<Candidate>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");

  /// A dialog that looks for candidates.
  public AttachViewModel() {
    listed.subscribe(it -> {
      if (pid.get().isBlank()) {
        choose(it);
      }
    });
  }

  /// What can be attached to.
  public ReadOnlyObjectProperty<List<Candidate>> candidatesProperty() {
    return candidates.getReadOnlyProperty();
  }

  /// Whether the machine is still being looked through.
  public ReadOnlyBooleanProperty lookingProperty() {
    return looking.getReadOnlyProperty();
  }

  /// The candidate that is selected in the list.
  public ObjectProperty<Optional<Candidate>> listedProperty() {
    return listed;
  }

  /// The process number that is typed in.
  public StringProperty pidProperty() {
    return pid;
  }

  /// What would be attached to.
  public ReadOnlyObjectProperty<Optional<Candidate>> chosenProperty() {
    return chosen.getReadOnlyProperty();
  }

  /// What is wrong; empty when nothing is.
  public ReadOnlyStringProperty faultProperty() {
    return fault.getReadOnlyProperty();
  }

  /// The candidates have been found.
  public void show(List<Candidate> found) {
    looking.set(false);
    candidates.set(List.copyOf(found));
  }

  /// Something went wrong.
  public void showFault(String sentence) {
    looking.set(false);
    fault.set(sentence);
  }

  /// The process number that is typed in, if it is one; if it is not, the fault says so. Nothing
  /// typed means the list.
  public OptionalLong typed() {
    String text = pid.get().strip();
    fault.set("");
    if (text.isEmpty()) {
      choose(listed.get());
      return OptionalLong.empty();
    }
    boolean number = text.length() <= MOST_DIGITS && text.chars().allMatch(Character::isDigit);
    chosen.set(Optional.empty());
    if (!number) {
      fault.set(Text.of("attach.no-number", text));
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /// What the typed process turns out to be.
  ///
  /// @param typed the number that was asked about; an answer about an earlier one is ignored
  public void answer(long typed, Optional<Candidate> found) {
    if (!pid.get().strip().equals(Long.toString(typed))) {
      return;
    }
    if (found.isEmpty()) {
      fault.set(Text.of("attach.no-process", typed));
    }
    choose(found);
  }

  private void choose(Optional<Candidate> candidate) {
    chosen.set(candidate);
  }
}
