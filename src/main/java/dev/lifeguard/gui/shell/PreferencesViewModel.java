package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Confirmation;
import dev.lifeguard.gui.common.Look;
import dev.lifeguard.gui.common.MemoryUnits;
import dev.lifeguard.gui.common.Motion;
import dev.lifeguard.gui.common.ThemeChoice;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.Property;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

/// The preferences: every change takes effect at once and is remembered. JavaFX thread.
public final class PreferencesViewModel {
  private final Remembered remembered;
  private final ObjectProperty<ThemeChoice> theme;
  private final IntegerProperty fontPoints;
  private final ObjectProperty<MemoryUnits> units;
  private final ObjectProperty<Motion> motion;
  private final ObjectProperty<Confirmation> confirmKill;
  private final ObjectProperty<SampleRate> sampling;

  /// Begins with what is remembered.
  PreferencesViewModel(Remembered remembered) {
    this.remembered = remembered;
    Settings now = remembered.get();
    theme = new SimpleObjectProperty<>(now.look().theme());
    fontPoints = new SimpleIntegerProperty(now.look().fontPoints());
    units = new SimpleObjectProperty<>(now.look().units());
    motion = new SimpleObjectProperty<>(now.look().motion());
    confirmKill = new SimpleObjectProperty<>(now.confirmKill());
    sampling = new SimpleObjectProperty<>(now.sampling());
    for (Property<?> each : List.of(theme, fontPoints, units, motion, confirmKill, sampling)) {
      each.addListener((_, _, _) -> changed());
    }
  }

  private void changed() {
    Look look = new Look(theme.get(), fontPoints.get(), units.get(), motion.get());
    remembered.change(settings -> settings.with(look).with(confirmKill.get()).with(sampling.get()));
  }

  /// Light, dark, or what the system says.
  public ObjectProperty<ThemeChoice> themeProperty() {
    return theme;
  }

  /// The size of letters in points.
  public IntegerProperty fontPointsProperty() {
    return fontPoints;
  }

  /// The units of memory.
  public ObjectProperty<MemoryUnits> unitsProperty() {
    return units;
  }

  /// Whether rows are tinted for a moment.
  public ObjectProperty<Motion> motionProperty() {
    return motion;
  }

  /// How often pools that are launched here are measured.
  public ObjectProperty<SampleRate> samplingProperty() {
    return sampling;
  }

  /// How often it is asked before a worker is killed.
  public ObjectProperty<Confirmation> confirmKillProperty() {
    return confirmKill;
  }
}
