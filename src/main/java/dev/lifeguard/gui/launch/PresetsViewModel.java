package dev.lifeguard.gui.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The presets of the launch dialog: filled in by choosing one, saved and deleted by name. JavaFX
/// thread.
public final class PresetsViewModel {
  private final LaunchViewModel dialog;
  private final Consumer<List<Preset>> keep;
  private final List<Preset> presets;
  private final ObservableList<String> names = FXCollections.observableArrayList();
  private final StringProperty name = new SimpleStringProperty("");
  private final ReadOnlyBooleanWrapper canSave = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper canDelete = new ReadOnlyBooleanWrapper();

  /// Presets of a dialog.
  ///
  /// @param presets those there are
  /// @param keep gets them all after every change
  public PresetsViewModel(
      LaunchViewModel dialog, List<Preset> presets, Consumer<List<Preset>> keep) {
    this.dialog = dialog;
    this.presets = new ArrayList<>(presets);
    this.keep = keep;
    name.subscribe(_ -> update());
    list();
  }

  /// The names of all, in their order.
  public ObservableList<String> names() {
    return names;
  }

  /// The name that is typed or chosen.
  public StringProperty nameProperty() {
    return name;
  }

  /// Whether there is a name to save the dialog under.
  public ReadOnlyBooleanProperty canSaveProperty() {
    return canSave.getReadOnlyProperty();
  }

  /// Whether there is a preset of the name.
  public ReadOnlyBooleanProperty canDeleteProperty() {
    return canDelete.getReadOnlyProperty();
  }

  /// Fills the dialog in, if there is a preset of this name.
  public void choose(String wanted) {
    find(wanted)
        .ifPresent(preset -> {
          name.set(preset.name());
          dialog.fill(preset);
        });
  }

  /// Keeps the dialog as it is filled in under the name, in the place of one of that name.
  public void save() {
    if (canSave.get()) {
      Preset preset = dialog.preset(name.get().strip());
      Optional<Preset> before = find(preset.name());
      if (before.isPresent()) {
        presets.set(presets.indexOf(before.get()), preset);
      } else {
        presets.add(preset);
      }
      changed();
    }
  }

  /// Forgets the preset of the name.
  public void delete() {
    find(name.get())
        .ifPresent(preset -> {
          presets.remove(preset);
          name.set("");
          changed();
        });
  }

  private Optional<Preset> find(String wanted) {
    return presets.stream().filter(preset -> preset.name().equals(wanted.strip())).findFirst();
  }

  private void changed() {
    list();
    keep.accept(List.copyOf(presets));
  }

  private void list() {
    List<String> now = presets.stream().map(Preset::name).toList();
    if (!names.equals(now)) {
      names.setAll(now);
    }
    update();
  }

  private void update() {
    canSave.set(!name.get().isBlank());
    canDelete.set(find(name.get()).isPresent());
  }
}
