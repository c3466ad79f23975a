package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Ink;
import dev.lifeguard.gui.common.Ink.Hue;
import dev.lifeguard.gui.common.Ruler;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Paint;
import javafx.scene.paint.Stop;

/// What all painters of the timeline draw with: the canvas, the colours of the theme, and letters
/// of two sizes.
///
/// @param letters for bars and names
/// @param small for times and marks
record Brush(GraphicsContext canvas, Ink ink, Ruler letters, Ruler small) {
  private static final double HATCH = 5;
  // Whatever has an edge there is not in sight.
  private static final double BEYOND = 8;

  /// Fills a rectangle, as much of it as is in sight: the software pipeline counts in 65536ths of a
  /// pixel, and a bar that has been growing for an hour is longer than its numbers reach.
  void fill(Paint paint, double x, double y, double width, double height) {
    double from = Math.max(x, -BEYOND);
    double until = Math.min(x + width, canvas.getCanvas().getWidth() + BEYOND);
    if (until > from) {
      canvas.setFill(paint);
      canvas.fillRect(from, y, until - from, height);
    }
  }

  void fill(Hue hue, double x, double y, double width, double height) {
    fill(ink.of(hue), x, y, width, height);
  }

  /// An outline that lies inside the rectangle.
  void outline(Color colour, double thickness, double x, double y, double width, double height) {
    double from = Math.max(x, -BEYOND);
    double until = Math.min(x + width, canvas.getCanvas().getWidth() + BEYOND);
    canvas.setStroke(colour);
    canvas.setLineWidth(thickness);
    double in = thickness / 2;
    canvas.strokeRect(from + in, y + in, Math.max(0, until - from - thickness), height - thickness);
  }

  void line(Color colour, double thickness, double x1, double y1, double x2, double y2) {
    canvas.setStroke(colour);
    canvas.setLineWidth(thickness);
    canvas.strokeLine(x1, y1, x2, y2);
  }

  void dashed(double... lengths) {
    canvas.setLineDashes(lengths);
  }

  void solid() {
    canvas.setLineDashes();
  }

  /// Writes as much of a text as fits, from `x` on, around the height `middle`.
  ///
  /// @return how wide it became
  double write(Ruler ruler, Color colour, String text, double x, double middle, double room) {
    String fitting = ruler.fitting(text, room);
    if (fitting.isEmpty()) {
      return 0;
    }
    canvas.setFont(ruler.font());
    canvas.setTextBaseline(VPos.CENTER);
    canvas.setFill(colour);
    canvas.fillText(fitting, x, middle);
    return ruler.width(fitting);
  }

  /// Stripes at 45 degrees.
  Paint hatch(Color colour) {
    return new LinearGradient(
        0,
        0,
        HATCH,
        HATCH,
        false,
        CycleMethod.REPEAT,
        new Stop(0, colour),
        new Stop(0.36, colour),
        new Stop(0.36, Color.TRANSPARENT),
        new Stop(1, Color.TRANSPARENT));
  }

  /// A colour that runs out to the right.
  static Paint fading(Color colour, double from, double until) {
    return new LinearGradient(
        from,
        0,
        until,
        0,
        false,
        CycleMethod.NO_CYCLE,
        new Stop(0, colour),
        new Stop(1, colour.deriveColor(0, 1, 1, 0.15)));
  }
}
