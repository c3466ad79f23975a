package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.ThemeChoice;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.fxml.FXML;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import javafx.scene.control.SpinnerValueFactory;
import javafx.util.StringConverter;

/// Binds the preferences to their view-model.
public final class PreferencesController {
  private final PreferencesViewModel model;

  @FXML private ComboBox<ThemeChoice> theme;
  @FXML private Spinner<Integer> fontSize;
  @FXML private ComboBox<MemoryUnits> units;
  @FXML private CheckBox reducedMotion;
  @FXML private ComboBox<Confirmation> confirmKill;
  @FXML private ComboBox<SampleRate> sampling;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  PreferencesController(PreferencesViewModel model) {
    this.model = model;
  }

  @FXML
  void initialize() {
    choices(theme, ThemeChoice.values(), model.themeProperty(), PreferencesController::word);
    choices(units, MemoryUnits.values(), model.unitsProperty(), PreferencesController::word);
    choices(
        confirmKill,
        Confirmation.values(),
        model.confirmKillProperty(),
        PreferencesController::word);
    choices(sampling, SampleRate.values(), model.samplingProperty(), SampleRate::words);
    SpinnerValueFactory<Integer> points =
        new SpinnerValueFactory.IntegerSpinnerValueFactory(
            Look.LEAST_POINTS, Look.MOST_POINTS, model.fontPointsProperty().get());
    fontSize.setValueFactory(points);
    points
        .valueProperty()
        .subscribe((_, now) -> {
          if (now != null) {
            model.fontPointsProperty().set(now);
          }
        });
    reducedMotion.setSelected(model.motionProperty().get() == Motion.REDUCED);
    reducedMotion
        .selectedProperty()
        .subscribe((_, on) -> model.motionProperty().set(on ? Motion.REDUCED : Motion.SYSTEM));
  }

  private static <T> void choices(
      ComboBox<T> box, T[] values, ObjectProperty<T> property, Function<T, String> word) {
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : word.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("nothing is typed here");
          }
        });
    box.getItems().setAll(values);
    box.valueProperty().bindBidirectional(property);
  }

  private static String word(ThemeChoice choice) {
    return switch (choice) {
      case SYSTEM -> Text.of("preferences.theme.system");
      case LIGHT -> Text.of("preferences.theme.light");
      case DARK -> Text.of("preferences.theme.dark");
    };
  }

  private static String word(MemoryUnits units) {
    return switch (units) {
      case BINARY -> Text.of("preferences.units.binary");
      case DECIMAL -> Text.of("preferences.units.decimal");
    };
  }

  private static String word(Confirmation rule) {
    return switch (rule) {
      case ALWAYS -> Text.of("preferences.confirm.always");
      case ONCE -> Text.of("preferences.confirm.once");
      case NEVER -> Text.of("preferences.confirm.never");
    };
  }
}
