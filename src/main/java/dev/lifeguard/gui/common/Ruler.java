package dev.lifeguard.gui.common;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.text.Font;
import javafx.scene.text.Text;

/// Measures text for what is drawn by hand, from the widths of its characters: laying out a text
/// node for every bar of a chart would take longer than drawing them. JavaFX thread.
public final class Ruler {
  private static final String DOTS = "…";
  private static final int ASCII = 128;

  private final Font font;
  private final double[] ascii = new double[ASCII];
  private final Map<Integer, Double> others = new HashMap<>();

  /// A ruler for letters of this font.
  public Ruler(Font font) {
    this.font = font;
    Arrays.fill(ascii, -1);
  }

  /// The font that it measures.
  public Font font() {
    return font;
  }

  /// How wide a text is, in pixels.
  public double width(String text) {
    double width = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
    }
    return width;
  }

  /// As much of a text as fits, with an ellipsis where something is missing; empty when not even
  /// three characters fit.
  public String fitting(String text, double room) {
    double dots = width(DOTS);
    double width = 0;
    int fits = 0;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      width += width(text.codePointAt(i));
      if (width + dots <= room) {
        fits = i + Character.charCount(text.codePointAt(i));
      }
      if (width > room) {
        return fits < 3 ? "" : text.substring(0, fits).stripTrailing() + DOTS;
      }
    }
    return text;
  }

  private double width(int character) {
    if (character >= ASCII) {
      return others.computeIfAbsent(character, this::measured);
    }
    if (ascii[character] < 0) {
      ascii[character] = measured(character);
    }
    return ascii[character];
  }

  private double measured(int character) {
    Text one = new Text(Character.toString(character));
    one.setFont(font);
    return one.getLayoutBounds().getWidth();
  }
}
