package dev.lifeguard.gui.common;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.value.ObservableValue;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/// The colours of the style sheets for what is drawn by hand: a node that is never seen and whose
/// properties `-ink-running`, `-ink-done` … take the looked-up colours of the theme. JavaFX thread.
public final class Ink extends Region {
  private static final StyleablePropertyFactory<Ink> FACTORY =
      new StyleablePropertyFactory<>(Region.getClassCssMetaData());

  private final Map<Hue, StyleableProperty<Color>> colours = new EnumMap<>(Hue.class);

  /// A meaning that has a colour.
  public enum Hue {
    /// Behind everything.
    BACKGROUND,
    /// Letters.
    TEXT,
    /// Letters that matter less.
    MUTED,
    /// Thin lines.
    GRID,
    /// What is chosen.
    CHOSEN,
    /// Under way.
    RUNNING,
    /// Letters on it.
    ON_RUNNING,
    /// Ended well.
    DONE,
    /// Failed or lost.
    FAILED,
    /// Needs attention.
    WARN,
    /// Letters on it.
    ON_WARN,
    /// At rest.
    IDLE,
    /// Memory in use.
    RESIDENT,
    /// Memory that is promised.
    COMMITTED
  }

  /// Colours that are not known before styles are applied.
  ///
  /// @param onChange told when one of them changes, because of another theme
  public Ink(Runnable onChange) {
    getStyleClass().add("ink");
    setManaged(false);
    setVisible(false);
    for (Hue hue : Hue.values()) {
      String name = hue.name().toLowerCase(Locale.ROOT).replace('_', '-');
      SimpleStyleableObjectProperty<Color> colour =
          new SimpleStyleableObjectProperty<>(
              FACTORY.createColorCssMetaData("-ink-" + name, ink -> ink.property(hue), Color.GRAY),
              this,
              name,
              Color.GRAY);
      colours.put(hue, colour);
      ((ObservableValue<Color>) colour).subscribe((_, _) -> onChange.run());
    }
  }

  private StyleableProperty<Color> property(Hue hue) {
    StyleableProperty<Color> property = colours.get(hue);
    if (property == null) {
      throw new IllegalStateException("no colour for " + hue);
    }
    return property;
  }

  /// The colour of a meaning.
  public Color of(Hue hue) {
    return property(hue).getValue();
  }

  /// The colour of a meaning, that much of it.
  ///
  /// @param opacity 0 to 1
  public Color of(Hue hue, double opacity) {
    return of(hue).deriveColor(0, 1, 1, opacity);
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return FACTORY.getCssMetaData();
  }
}
