package dev.lifeguard.gui.memory;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Ink;
import dev.lifeguard.gui.common.Ink.Hue;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Ruler;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MemoryReading;
import java.util.OptionalLong;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// Draws the lanes of a picture. JavaFX thread.
final class MemoryPainter {
  private static final double DEAD = 0.45;
  private static final double CROSS = 3.5;
  private static final double[] STEPS = {
    0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600, 86400
  };

  private final GraphicsContext canvas;
  private final Ink ink;
  private final Ruler letters;
  private final Ruler small;
  private final LaneGeometry geometry;
  private final MemoryPicture picture;

  MemoryPainter(
      GraphicsContext canvas,
      Ink ink,
      Ruler letters,
      Ruler small,
      LaneGeometry geometry,
      MemoryPicture picture) {
    this.canvas = canvas;
    this.ink = ink;
    this.letters = letters;
    this.small = small;
    this.geometry = geometry;
    this.picture = picture;
  }

  void paint() {
    canvas.setFill(ink.of(Hue.BACKGROUND));
    canvas.fillRect(0, 0, geometry.width(), geometry.height());
    axis();
    for (int i = 0; i < picture.lanes().size(); i++) {
      lane(i, picture.lanes().get(i));
    }
    picture.incidents().forEach(this::incident);
    legend();
  }

  private void axis() {
    double seconds = picture.nowNanos() / 1e9;
    double least = seconds * 90 / Math.max(90, geometry.timeWidth());
    double step = STEPS[STEPS.length - 1];
    for (int i = STEPS.length - 1; i >= 0 && STEPS[i] >= least; i--) {
      step = STEPS[i];
    }
    canvas.setLineWidth(1);
    for (double at = 0; at <= seconds; at += step) {
      double x = Math.round(geometry.x((long) (at * 1e9), picture.nowNanos())) + 0.5;
      canvas.setStroke(ink.of(Hue.GRID));
      canvas.strokeLine(x, geometry.axisHeight(), x, geometry.lanesBottom());
      String text = Elapsed.text((long) (at * 1e9));
      if (x + small.width(text) < geometry.width()) {
        write(small, Hue.MUTED, text, x + 2, geometry.axisHeight() / 2, 80);
      }
    }
  }

  private void lane(int i, MemoryLane lane) {
    double top = geometry.laneTop(i);
    canvas.setStroke(ink.of(Hue.GRID));
    canvas.setLineWidth(1);
    double under = Math.round(top + geometry.laneHeight()) - 0.5;
    canvas.strokeLine(0, under, geometry.width(), under);
    canvas.setGlobalAlpha(lane.alive() ? 1 : DEAD);
    names(lane, top);
    resident(i, lane);
    limit(i);
    committed(i, lane);
    peak(i, lane);
    canvas.setGlobalAlpha(1);
  }

  private void names(MemoryLane lane, double top) {
    double room = geometry.left() - 12;
    double third = geometry.laneHeight() / 3;
    write(letters, Hue.TEXT, Text.of("row.worker", lane.worker()), 8, top + 0.95 * third, room);
    MemoryReading now =
        new MemoryReading(
            known(lane.residentBytes()),
            known(lane.committedBytes()),
            OptionalLong.empty(),
            OptionalLong.empty());
    String amounts = new MemoryLevel(now, OptionalLong.empty(), 1).text();
    write(small, Hue.MUTED, amounts, 8, top + 2.05 * third, room);
  }

  private static OptionalLong known(long bytes) {
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  /// The x at which a span begins; the last one goes on until now, as long as its worker lives.
  private double x(int span) {
    return geometry.x(Math.min(span * picture.spanNanos(), picture.nowNanos()), picture.nowNanos());
  }

  private double y(int lane, long bytes) {
    return geometry.y(lane, (double) bytes / picture.scaleBytes());
  }

  private void resident(int i, MemoryLane lane) {
    Curve curve = lane.curve();
    if (curve.first() == curve.end()) {
      return;
    }
    double floor = y(i, 0);
    canvas.setFill(ink.of(Hue.RESIDENT));
    canvas.beginPath();
    canvas.moveTo(x(curve.first()), floor);
    for (int span = curve.first(); span < curve.end(); span++) {
      double height = y(i, curve.residentBytes(span));
      canvas.lineTo(x(span), height);
      canvas.lineTo(x(span + 1), height);
    }
    canvas.lineTo(x(curve.end()), floor);
    canvas.closePath();
    canvas.fill();
  }

  private void committed(int i, MemoryLane lane) {
    Curve curve = lane.curve();
    canvas.setStroke(ink.of(Hue.COMMITTED));
    canvas.setLineWidth(1.6);
    canvas.beginPath();
    for (int span = curve.first(); span < curve.end(); span++) {
      double height = y(i, curve.committedBytes(span));
      if (span == curve.first()) {
        canvas.moveTo(x(span), height);
      } else {
        canvas.lineTo(x(span), height);
      }
      canvas.lineTo(x(span + 1), height);
    }
    canvas.stroke();
  }

  private void limit(int i) {
    long limit = picture.limitBytes().orElse(0);
    if (limit == 0 || limit > picture.scaleBytes()) {
      return;
    }
    double height = Math.round(y(i, limit)) + 0.5;
    dashed(ink.of(Hue.FAILED), geometry.left(), height, geometry.width(), height);
  }

  private void dashed(Color colour, double x1, double y1, double x2, double y2) {
    canvas.setStroke(colour);
    canvas.setLineWidth(1);
    canvas.setLineDashes(4, 3);
    canvas.strokeLine(x1, y1, x2, y2);
    canvas.setLineDashes();
  }

  private void peak(int i, MemoryLane lane) {
    if (lane.peakBytes() == 0) {
      return;
    }
    cross(Hue.TEXT, geometry.x(lane.peakNanos(), picture.nowNanos()), y(i, lane.peakBytes()));
  }

  private void cross(Hue hue, double x, double y) {
    canvas.setStroke(ink.of(hue));
    canvas.setLineWidth(1.4);
    canvas.strokeLine(x - CROSS, y - CROSS, x + CROSS, y + CROSS);
    canvas.strokeLine(x - CROSS, y + CROSS, x + CROSS, y - CROSS);
  }

  private void incident(MemoryPicture.Mark mark) {
    double x = Math.round(geometry.x(mark.atNanos(), picture.nowNanos())) + 0.5;
    dashed(ink.of(Hue.FAILED), x, geometry.axisHeight(), x, geometry.lanesBottom());
  }

  private void legend() {
    double middle = geometry.height() - geometry.legendHeight() / 2;
    double x = 8;
    canvas.setFill(ink.of(Hue.RESIDENT));
    canvas.fillRect(x, middle - 5, 14, 10);
    x = write(small, Hue.MUTED, Text.of("memory-time.resident"), x + 19, middle, 200) + 16;
    canvas.setStroke(ink.of(Hue.COMMITTED));
    canvas.setLineWidth(1.6);
    canvas.strokeLine(x, middle, x + 14, middle);
    x = write(small, Hue.MUTED, Text.of("memory-time.committed"), x + 19, middle, 200) + 16;
    if (picture.limitBytes().isPresent()) {
      long limit = picture.limitBytes().getAsLong();
      dashed(ink.of(Hue.FAILED), x, middle, x + 14, middle);
      String text =
          limit > picture.scaleBytes()
              ? Text.of("memory-time.limit-above", ByteSize.text(limit))
              : Text.of("memory-time.limit", ByteSize.text(limit));
      x = write(small, Hue.MUTED, text, x + 19, middle, 260) + 16;
    }
    cross(Hue.TEXT, x + 6, middle);
    x = write(small, Hue.MUTED, Text.of("memory-time.peak"), x + 16, middle, 200) + 16;
    if (!picture.incidents().isEmpty()) {
      dashed(ink.of(Hue.FAILED), x + 4, middle - 7, x + 4, middle + 7);
      write(small, Hue.MUTED, Text.of("memory-time.incident"), x + 12, middle, 200);
    }
  }

  /// @return where it ends
  private double write(Ruler ruler, Hue hue, String text, double x, double middle, double room) {
    String fitting = ruler.fitting(text, room);
    canvas.setFont(ruler.font());
    canvas.setTextBaseline(VPos.CENTER);
    canvas.setFill(ink.of(hue));
    canvas.fillText(fitting, x, middle);
    return x + ruler.width(fitting);
  }

  /// What was there at a place, in words; empty where there is no lane.
  static String words(LaneGeometry geometry, MemoryPicture picture, double x, double y) {
    int i = geometry.laneAt(y);
    if (i < 0 || i >= picture.lanes().size() || x < geometry.left()) {
      return "";
    }
    MemoryLane lane = picture.lanes().get(i);
    long nanos =
        (long) ((x - geometry.left()) / Math.max(1, geometry.timeWidth()) * picture.nowNanos());
    int span = (int) (nanos / picture.spanNanos());
    if (span < lane.curve().first() || span >= lane.curve().end()) {
      return "";
    }
    return Text.of(
        "memory-time.hover",
        lane.worker(),
        Elapsed.text(nanos),
        ByteSize.text(lane.curve().residentBytes(span)),
        ByteSize.text(lane.curve().committedBytes(span)),
        ByteSize.text(lane.peakBytes()),
        Elapsed.text(lane.peakNanos()));
  }
}
