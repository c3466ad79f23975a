package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Ink.Hue;
import dev.lifeguard.gui.common.MemoryWords;
import dev.lifeguard.gui.common.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;

/// Draws what stands around the lanes: the map with the pool's memory, the times, and the collapsed
/// gaps.
final class FramePainter {
  private static final double MAP_GAP = 3;

  private final Brush brush;
  private final Geometry geometry;
  private final TimelinePicture picture;

  FramePainter(Brush brush, Geometry geometry, TimelinePicture picture) {
    this.brush = brush;
    this.geometry = geometry;
    this.picture = picture;
  }

  /// The whole job as a map: memory as a hill, incidents as ticks, and what is in sight as a
  /// window.
  void map() {
    double bottom = geometry.mapHeight() - MAP_GAP;
    double now = Math.max(1.0, (double) picture.nowNanos());
    hill(bottom, now);
    for (IncidentMark mark : picture.incidents()) {
      double x = Math.rint(mapX((double) mark.atNanos(), now));
      brush.fill(Hue.FAILED, x, MAP_GAP, 1.5, bottom - MAP_GAP);
    }
    double from = mapX(Math.max(0, geometry.window().leftNanos()), now);
    double until = Math.max(from + 3, mapX(Math.min(now, geometry.window().rightNanos()), now));
    Color veil = brush.ink().of(Hue.BACKGROUND, 0.62);
    double left = geometry.chartLeft();
    double right = geometry.chartRight();
    brush.fill(veil, left, 0, Math.max(0, from - left), bottom);
    brush.fill(veil, until, 0, Math.max(0, right - until), bottom);
    brush.outline(
        brush.ink().of(Hue.MUTED), 1, Math.floor(from), 1, Math.ceil(until - from), bottom - 1);
    names(bottom);
  }

  private void names(double bottom) {
    double room = geometry.chartLeft() - geometry.em();
    long latest = picture.memory().latestBytes();
    String text =
        latest == 0 ? Text.of("timeline.memory") : MemoryWords.size(OptionalLong.of(latest));
    Color muted = brush.ink().of(Hue.MUTED);
    brush.write(brush.small(), muted, text, 0.6 * geometry.em(), bottom / 2 + 1, room);
  }

  private void hill(double bottom, double now) {
    MemoryCurve curve = picture.memory();
    long highest = curve.highestBytes();
    if (highest == 0) {
      return;
    }
    GraphicsContext canvas = brush.canvas();
    canvas.setFill(brush.ink().of(Hue.COMMITTED, 0.55));
    canvas.beginPath();
    double x = mapX((double) curve.nanos()[0], now);
    canvas.moveTo(x, bottom);
    double y = bottom;
    for (int i = 0; i < curve.size(); i++) {
      x = mapX((double) curve.nanos()[i], now);
      canvas.lineTo(x, y);
      y = bottom - (bottom - 2 * MAP_GAP) * curve.bytes()[i] / highest;
      canvas.lineTo(x, y);
    }
    canvas.lineTo(mapX(now, now), y);
    canvas.lineTo(mapX(now, now), bottom);
    canvas.closePath();
    canvas.fill();
  }

  private double mapX(double nanos, double now) {
    return geometry.chartLeft() + geometry.window().width() * nanos / now;
  }

  /// The lines of the times, behind everything.
  void grid() {
    double height = geometry.lanesEnd() - geometry.lanesTop();
    ticks().forEach(tick -> brush.fill(Hue.GRID, tick.x(), geometry.lanesTop(), 1, height));
  }

  /// Times from the start of the job, or before now while the timeline follows.
  void times() {
    double middle = (geometry.mapHeight() + geometry.lanesTop()) / 2;
    Color muted = brush.ink().of(Hue.MUTED);
    String zero = isBeforeNow() ? Text.of("timeline.before-now") : Text.of("timeline.since-start");
    double room = geometry.chartLeft() - geometry.em();
    brush.write(brush.small(), muted, zero, 0.6 * geometry.em(), middle, room);
    ticks()
        .forEach(tick ->
            brush.write(brush.small(), muted, tick.text(), tick.left(), middle, tick.width() + 1));
  }

  /// A time that there is room to write.
  ///
  /// @param x where it is
  /// @param left where its letters begin
  /// @param width how wide they are
  private record Tick(double x, String text, double left, double width) {}

  private boolean isBeforeNow() {
    return geometry.window().mode() == TimeWindow.Mode.FOLLOW && !picture.ended();
  }

  private List<Tick> ticks() {
    boolean beforeNow = isBeforeNow();
    double origin = beforeNow ? picture.nowNanos() : 0;
    double nanosPerPixel = geometry.window().axis().nanosPerPixel();
    double step = TimeTicks.step(nanosPerPixel * 5.5 * geometry.em());
    double last = Math.min(geometry.window().rightNanos(), (double) picture.nowNanos());
    double first = Math.max(0, geometry.window().leftNanos());
    double free = geometry.chartLeft();
    List<Tick> ticks = new ArrayList<>();
    for (double k = Math.ceil((first - origin) / step); k * step + origin <= last; k++) {
      double x = Math.rint(geometry.x(k * step + origin));
      String text = k == 0 && beforeNow ? Text.of("timeline.now") : TimeTicks.text(k * step, step);
      double width = brush.small().width(text);
      double left = Math.min(x - width / 2, geometry.width() - width - 2);
      // Many round times fall into one collapsed gap.
      if (left >= free && !isInGap(k * step + origin)) {
        ticks.add(new Tick(x, text, left, width));
        free = left + width + geometry.em();
      }
    }
    return ticks;
  }

  /// The ground left and right of the lanes.
  void sides() {
    double top = geometry.lanesTop();
    double height = geometry.lanesBottom() - top;
    double right = geometry.chartRight();
    brush.fill(Hue.BACKGROUND, 0, top, geometry.chartLeft(), height);
    brush.fill(Hue.BACKGROUND, right, top, Math.max(0, geometry.width() - right), height);
  }

  /// The ground above and below the lanes.
  void topAndBottom() {
    double bottom = geometry.lanesBottom();
    brush.fill(Hue.BACKGROUND, 0, 0, geometry.width(), geometry.lanesTop());
    brush.fill(
        Hue.BACKGROUND, 0, bottom, geometry.width(), Math.max(0, geometry.height() - bottom));
  }

  private boolean isInGap(double nanos) {
    TimeAxis axis = geometry.window().axis();
    for (int i = 0; i < axis.gapCount(); i++) {
      if (nanos > axis.gapFromNanos(i) && nanos < axis.gapUntilNanos(i)) {
        return true;
      }
    }
    return false;
  }

  /// Two strokes and the length, where nothing happened for long.
  void gaps() {
    TimeAxis axis = geometry.window().axis();
    double top = geometry.lanesTop();
    double height = geometry.lanesEnd() - top;
    for (int i = 0; i < axis.gapCount(); i++) {
      double x = geometry.x(axis.gapFromNanos(i));
      if (x + TimeAxis.GAP_PIXELS > geometry.chartLeft() && x < geometry.chartRight()) {
        brush.fill(brush.ink().of(Hue.IDLE, 0.16), x, top, TimeAxis.GAP_PIXELS, height);
        brush.dashed(2, 3);
        Color idle = brush.ink().of(Hue.IDLE);
        brush.line(idle, 1, x + 0.5, top, x + 0.5, top + height);
        double end = x + TimeAxis.GAP_PIXELS - 0.5;
        brush.line(idle, 1, end, top, end, top + height);
        brush.solid();
        upright(
            Text.of("timeline.idle", Elapsed.text(axis.gapUntilNanos(i) - axis.gapFromNanos(i))),
            x + TimeAxis.GAP_PIXELS / 2,
            top + height / 2,
            height);
      }
    }
  }

  private void upright(String text, double x, double y, double room) {
    double width = brush.small().width(text);
    if (width > room) {
      return;
    }
    GraphicsContext canvas = brush.canvas();
    canvas.save();
    canvas.translate(x, y);
    canvas.rotate(-90);
    brush.write(brush.small(), brush.ink().of(Hue.MUTED), text, -width / 2, 0, width + 1);
    canvas.restore();
  }

  /// The names of the workers.
  void names(int chosen) {
    List<Lane> lanes = geometry.lanes();
    for (int row = geometry.firstRow(); row < geometry.lastRow(); row++) {
      Lane lane = lanes.get(row);
      double top = geometry.laneTop(row);
      if (lane.worker() == chosen) {
        brush.fill(Hue.CHOSEN, 0, top, geometry.chartLeft() - 1, geometry.pitch());
      }
      Hue hue = lane.lives() ? Hue.TEXT : Hue.MUTED;
      String name = name(lane);
      double middle = top + geometry.pitch() / 2;
      double room = geometry.chartLeft() - geometry.em();
      brush.write(brush.small(), brush.ink().of(hue), name, 0.6 * geometry.em(), middle, room);
    }
  }

  private static String name(Lane lane) {
    return switch (lane.fate()) {
      case LIVES ->
          lane.hang().isPresent()
              ? Text.of("timeline.worker-hung", lane.worker())
              : Text.of("row.worker", lane.worker());
      case LEFT -> Text.of("timeline.worker-left", lane.worker());
      case DIED -> Text.of("timeline.worker-gone", lane.worker());
    };
  }
}
