package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Ink.Hue;
import dev.lifeguard.gui.common.Text;
import java.util.HashMap;
import java.util.Map;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// Draws what connects the lanes: a line for every incident with its mark below, and an arrow from
/// each lost attempt to the one that made good for it.
final class IncidentPainter {
  private static final double ARROW = 5;

  private final Brush brush;
  private final Geometry geometry;
  private final TimelinePicture picture;

  IncidentPainter(Brush brush, Geometry geometry, TimelinePicture picture) {
    this.brush = brush;
    this.geometry = geometry;
    this.picture = picture;
  }

  /// The lines, the chosen one stronger. Where several fall on one pixel there is one line.
  void lines(int chosen) {
    double before = Double.NEGATIVE_INFINITY;
    for (IncidentMark mark : picture.incidents()) {
      double x = Math.rint(geometry.x(mark.atNanos())) + 0.5;
      boolean stands = mark.id() == chosen;
      if ((x != before || stands) && x >= geometry.chartLeft() && x <= geometry.chartRight()) {
        double opacity = stands ? 1 : 0.6;
        brush.dashed(stands ? new double[] {6, 3} : new double[] {3, 3});
        brush.line(
            brush.ink().of(Hue.FAILED, opacity),
            stands ? 2 : 1,
            x,
            geometry.lanesTop() - 3,
            x,
            geometry.lanesEnd() + 3);
      }
      before = x;
    }
    brush.solid();
  }

  /// The marks. One that would stand on another is left out; the chosen one goes first.
  void marks(int chosen) {
    double middle = Math.min(geometry.lanesEnd() + 1.1 * geometry.em(), geometry.height() - 8);
    double[] taken = {Double.NaN, Double.NaN};
    for (IncidentMark mark : picture.incidents()) {
      if (mark.id() == chosen) {
        taken = write(mark, middle, true, Double.NEGATIVE_INFINITY, taken);
      }
    }
    double free = geometry.chartLeft() - geometry.em();
    for (IncidentMark mark : picture.incidents()) {
      if (mark.id() != chosen) {
        double[] place = write(mark, middle, false, free, taken);
        free = Double.isNaN(place[1]) ? free : Math.max(free, place[1]);
      }
    }
  }

  /// @return from where to where it stands, not a number when there is no room
  private double[] write(
      IncidentMark mark, double middle, boolean stands, double free, double[] taken) {
    double[] nowhere = {Double.NaN, Double.NaN};
    double x = geometry.x(mark.atNanos());
    if (x < geometry.chartLeft() || x > geometry.chartRight()) {
      return nowhere;
    }
    String text = Text.of("timeline.incident", mark.id(), mark.text());
    double width = brush.small().width(text);
    double left = Math.clamp(x - width / 2, 2, Math.max(2, geometry.width() - width - 2));
    boolean collides = left < taken[1] + 8 && left + width > taken[0] - 8;
    if (left < free + 8 || collides) {
      return nowhere;
    }
    if (stands) {
      double high = 1.3 * geometry.em();
      Color ground = brush.ink().of(Hue.FAILED, 0.14);
      brush.fill(ground, left - 4, middle - high / 2, width + 8, high);
    }
    brush.write(brush.small(), brush.ink().of(Hue.FAILED), text, left, middle, width + 1);
    return new double[] {left, left + width};
  }

  /// The arrows between attempts that are both in a lane in sight.
  void arrows() {
    Color warn = brush.ink().of(Hue.WARN);
    Map<Integer, Integer> rows = new HashMap<>();
    for (int row = 0; row < geometry.lanes().size(); row++) {
      rows.put(geometry.lanes().get(row).worker(), row);
    }
    for (Retry retry : picture.retries()) {
      double from = geometry.x(retry.lostNanos());
      double until = geometry.x(retry.startedNanos());
      if (until >= geometry.chartLeft() && from <= geometry.chartRight()) {
        Integer fromRow = rows.get(retry.fromWorker());
        Integer toRow = rows.get(retry.toWorker());
        if (fromRow != null && toRow != null) {
          arrow(warn, from, middle(fromRow), until, middle(toRow));
        }
      }
    }
  }

  private double middle(int row) {
    return geometry.laneTop(row) + geometry.pitch() / 2;
  }

  /// From the end of one bar to the beginning of the other: down or up between two lanes, straight
  /// within one.
  private void arrow(Color colour, double x1, double y1, double x2, double y2) {
    GraphicsContext canvas = brush.canvas();
    canvas.setStroke(colour);
    canvas.setFill(colour);
    canvas.setLineWidth(1.8);
    canvas.beginPath();
    canvas.moveTo(x1, y1);
    if (y1 == y2) {
      canvas.lineTo(x2 - ARROW, y2);
      canvas.stroke();
      head(x2, y2, -1.5 * ARROW, -ARROW * 0.8, -1.5 * ARROW, ARROW * 0.8);
      return;
    }
    double way = Math.signum(y2 - y1);
    double end = y2 - way * geometry.barHeight() / 2;
    double middle = (y1 + end) / 2;
    canvas.bezierCurveTo(x1, middle, x2, middle, x2, end - way * ARROW);
    canvas.stroke();
    head(x2, end, -ARROW * 0.8, -1.5 * way * ARROW, ARROW * 0.8, -1.5 * way * ARROW);
  }

  private void head(double x, double y, double dx1, double dy1, double dx2, double dy2) {
    brush
        .canvas()
        .fillPolygon(new double[] {x, x + dx1, x + dx2}, new double[] {y, y + dy1, y + dy2}, 3);
  }
}
