package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Theme;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.Border;
import javafx.scene.layout.BorderStroke;
import javafx.scene.layout.BorderStrokeStyle;
import javafx.scene.layout.BorderWidths;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;

/// What stands in the first window until its parts are made: where the bars will be, and what is
/// going on. It has no controls and no style sheets, which is why it is there in less than half of
/// the time; so it says itself what the style sheets would say of these few things.
final class Outline {
  // A line of letters and what is around it, as the style sheets have it; within 3 pixels from 9
  // to 24 points.
  private static final Height MENU = new Height(22, 1.25);
  private static final Height TOOLS = new Height(4, 2.92);
  private static final double ICON_SIZE = 64;
  private static final BorderWidths BELOW = new BorderWidths(0, 0, 1, 0);

  /// A height that grows with the letters, in pixels.
  private record Height(double fixed, double ofLetters) {
    double of(double fontSize) {
      return Math.rint(fixed + ofLetters * fontSize);
    }
  }

  /// The colours of a theme.
  private record Colours(Color ground, Color bar, Color menuEdge, Color toolsEdge, Color words) {}

  private static final Colours LIGHT =
      new Colours(
          Color.WHITE,
          Color.web("#f6f8fa"),
          Color.web("#d0d7de"),
          Color.web("#d0d7de"),
          Color.web("#57606a"));
  private static final Colours DARK =
      new Colours(
          Color.web("#0d1117"),
          Color.web("#161b22"),
          Color.web("#21262d"),
          Color.web("#30363d"),
          Color.web("#8b949e"));

  private Outline() {}

  /// Draws it.
  ///
  /// @param fontSize of usual letters, in pixels
  /// @param opens whether something is being opened
  static Parent of(Theme theme, double fontSize, Image icon, boolean opens) {
    Colours colours = theme == Theme.DARK ? DARK : LIGHT;
    ImageView picture = new ImageView(icon);
    picture.setFitWidth(ICON_SIZE);
    picture.setFitHeight(ICON_SIZE);
    var words = new javafx.scene.text.Text(opens ? Text.of("start.opening") : Text.of("title"));
    words.setFont(Font.font(fontSize));
    words.setFill(colours.words());
    VBox middle = new VBox(fontSize, picture, words);
    middle.setAlignment(Pos.CENTER);
    VBox.setVgrow(middle, Priority.ALWAYS);
    VBox whole =
        new VBox(
            bar(MENU.of(fontSize), colours.bar(), colours.menuEdge()),
            bar(TOOLS.of(fontSize), colours.bar(), colours.toolsEdge()),
            middle);
    whole.setBackground(plain(colours.ground()));
    return whole;
  }

  private static Region bar(double height, Color colour, Color edge) {
    Region bar = new Region();
    bar.setMinHeight(height);
    bar.setBackground(plain(colour));
    bar.setBorder(
        new Border(new BorderStroke(edge, BorderStrokeStyle.SOLID, CornerRadii.EMPTY, BELOW)));
    return bar;
  }

  private static Background plain(Color colour) {
    return new Background(new BackgroundFill(colour, null, null));
  }
}
