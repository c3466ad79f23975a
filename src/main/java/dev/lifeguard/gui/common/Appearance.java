package dev.lifeguard.gui.common;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.util.Subscription;

/// How windows look: light or dark, and how large the letters are. Follows the system until the
/// user decides otherwise. JavaFX thread.
///
/// There is one for all windows and, made from it by [#forWindow], one for each. What a window has
/// subscribed to is its own, so a closed window is not kept in memory by the common one.
public final class Appearance implements AutoCloseable {
  /// The size of letters in pixels that a window of 1280 by 800 is laid out for.
  public static final double USUAL_FONT_SIZE = 13;

  /// What an audience can read from the last row, in pixels; whoever has chosen more keeps that.
  public static final double AUDIENCE_FONT_SIZE = 20;

  private final ReadOnlyObjectWrapper<Theme> theme = new ReadOnlyObjectWrapper<>(Theme.LIGHT);
  private final DoubleProperty fontSize = new SimpleDoubleProperty(USUAL_FONT_SIZE);
  private final Optional<Appearance> common;
  private final Subscription followed;
  private final ObjectProperty<MemoryUnits> units = new SimpleObjectProperty<>(MemoryUnits.BINARY);
  private final ObjectProperty<Motion> motion = new SimpleObjectProperty<>(Motion.SYSTEM);
  private final BooleanProperty presenting = new SimpleBooleanProperty();
  private Optional<Theme> wish = Optional.empty();
  private double chosenFontSize = USUAL_FONT_SIZE;

  /// The system's look and the usual size.
  public Appearance() {
    common = Optional.empty();
    followed = Platform.getPreferences().colorSchemeProperty().subscribe(_ -> decide());
  }

  private Appearance(Appearance common) {
    this.common = Optional.of(common);
    followed =
        common
            .theme
            .subscribe(theme::set)
            .and(common.fontSize.subscribe(size -> fontSize.set(size.doubleValue())))
            .and(common.motion.subscribe(motion::set))
            .and(common.units.subscribe(units::set))
            .and(common.presenting.subscribe(presenting::set));
  }

  /// The same look for one window: it follows this one until it is closed, and a change of the
  /// theme there is one for all.
  public Appearance forWindow() {
    return new Appearance(this);
  }

  /// No longer follows anything.
  @Override
  public void close() {
    followed.unsubscribe();
  }

  /// The look at the moment.
  public ReadOnlyObjectProperty<Theme> themeProperty() {
    return theme.getReadOnlyProperty();
  }

  /// The size of letters, in pixels.
  public DoubleProperty fontSizeProperty() {
    return fontSize;
  }

  /// The units of memory; what tells amounts is to do so again when they change.
  public ReadOnlyObjectProperty<MemoryUnits> unitsProperty() {
    return units;
  }

  /// Whether the window is shown to an audience: large letters, and nothing moves but what is told.
  public ReadOnlyBooleanProperty presentingProperty() {
    return presenting;
  }

  /// Shows all windows to an audience, or as they were before.
  public void present(boolean on) {
    if (common.isPresent()) {
      common.get().present(on);
    } else if (on != presenting.get()) {
      chosenFontSize = on ? fontSize.get() : chosenFontSize;
      presenting.set(on);
      fontSize.set(on ? Math.max(chosenFontSize, AUDIENCE_FONT_SIZE) : chosenFontSize);
    }
  }

  /// Whether things may come and go, as the user has chosen it.
  public ReadOnlyObjectProperty<Motion> motionProperty() {
    return motion;
  }

  /// Whether the user, or the system, wants nothing to come and go that does not have to.
  public boolean isMotionReduced() {
    return motion.get() == Motion.REDUCED || Platform.getPreferences().isReducedMotion();
  }

  /// Changes between light and dark, whatever the system says from now on.
  public void toggle() {
    wish(theme.get() == Theme.LIGHT ? Theme.DARK : Theme.LIGHT);
  }

  /// Fixes the look, whatever the system says.
  public void wish(Theme wanted) {
    if (common.isPresent()) {
      common.get().wish(wanted);
      return;
    }
    wish = Optional.of(wanted);
    decide();
  }

  /// Looks as the user wants it.
  public void show(Look look) {
    if (common.isPresent()) {
      common.get().show(look);
      return;
    }
    wish =
        switch (look.theme()) {
          case SYSTEM -> Optional.empty();
          case LIGHT -> Optional.of(Theme.LIGHT);
          case DARK -> Optional.of(Theme.DARK);
        };
    decide();
    chosenFontSize = look.fontPixels();
    fontSize.set(presenting.get() ? Math.max(chosenFontSize, AUDIENCE_FONT_SIZE) : chosenFontSize);
    motion.set(look.motion());
    MemoryWords.use(look.units());
    units.set(look.units());
  }

  private void decide() {
    boolean dark = Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
    theme.set(wish.orElse(dark ? Theme.DARK : Theme.LIGHT));
  }

  /// Gives a scene this look, now and whenever it changes.
  ///
  /// @return ends it, for a scene that goes before its window does
  public Subscription dress(Scene scene) {
    return theme
        .subscribe(now -> dress(scene, now, fontSize.get()))
        .and(
            fontSize.subscribe(size -> {
              scene.getRoot().setStyle("-fx-font-size: " + size.doubleValue() + "px;");
              dress(scene, theme.get(), size.doubleValue());
            }))
        .and(motion.subscribe(_ -> calm(scene)))
        .and(presenting.subscribe(_ -> calm(scene)));
  }

  private void calm(Scene scene) {
    boolean calm = presenting.get() || motion.get() == Motion.REDUCED;
    scene.getPreferences().setReducedMotion(calm ? Boolean.TRUE : null);
  }

  private static void dress(Scene scene, Theme theme, double fontSize) {
    scene.setUserAgentStylesheet(styles(theme));
    scene
        .getStylesheets()
        .setAll(
            List.of(
                css("controlsfx-bridge.css"),
                switch (theme) {
                  case LIGHT -> css("palette-light.css");
                  case DARK -> css("palette-dark.css");
                },
                css("lifeguard.css"),
                iconSizes(fontSize)));
  }

  private static String styles(Theme theme) {
    return switch (theme) {
      case LIGHT -> new PrimerLight().getUserAgentStylesheet();
      case DARK -> new PrimerDark().getUserAgentStylesheet();
    };
  }

  /// Makes these the styles of scenes without any of their own. There are none, but else the first
  /// control of the program would load JavaFX's own, which is a tenth of the way to the first
  /// picture. To be called by whoever makes the first one, before that, on the same thread.
  public static void spareTheUsualStyles(Theme theme) {
    Application.setUserAgentStylesheet(styles(theme));
  }

  /// How large icons are beside letters. A style sheet of its own in pixels, because an icon is a
  /// letter of an icon font: a size in `em` is relative to the size that the icon has already, and
  /// it would grow every time that styles are applied.
  private static String iconSizes(double fontSize) {
    String css =
        """
        .ikonli-font-icon { -fx-icon-size: %spx; }
        .start .way-content .ikonli-font-icon { -fx-icon-size: %spx; }
        .incident .empty .ikonli-font-icon { -fx-icon-size: %spx; }
        """
            .formatted(fontSize * 1.1, fontSize * 1.6, fontSize * 3);
    byte[] bytes = css.getBytes(StandardCharsets.UTF_8);
    return "data:text/css;base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private static String css(String name) {
    URL location = Appearance.class.getResource(name);
    if (location == null) {
      throw new IllegalStateException("there is no style sheet " + name);
    }
    return location.toExternalForm();
  }
}
