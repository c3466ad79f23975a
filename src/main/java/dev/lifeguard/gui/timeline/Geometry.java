package dev.lifeguard.gui.timeline;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Where everything stands: from the top the map, the times, the lanes and the line with the marks
/// of incidents; at the left the names. Immutable; in pixels.
///
/// A dead worker's lane is there as long as something of its life is in sight, so that a pool that
/// has replaced a thousand workers still shows the few of the moment.
///
/// @param em the size of letters
/// @param lanes those in sight, from the top
/// @param pitch from one lane to the next
/// @param scroll how far the lanes are scrolled
record Geometry(
    double width,
    double height,
    double em,
    TimeWindow window,
    List<Lane> lanes,
    double pitch,
    double scroll) {
  private static final double NAMES = 6.6;
  private static final double MAP = 2.4;
  private static final double TIMES = 1.7;
  private static final double MARKS = 1.7;
  private static final double RIGHT = 0.9;
  private static final double LOWEST_PITCH = 1.2;
  private static final double HIGHEST_PITCH = 2.8;

  static Geometry of(
      TimelinePicture picture,
      TimeWindow window,
      double width,
      double height,
      double em,
      double scroll) {
    double left = window.leftNanos();
    double right = window.rightNanos();
    List<Lane> shown = new ArrayList<>();
    for (Lane lane : picture.lanes()) {
      if (lane.lives() || (lane.untilNanos() >= left && lane.fromNanos() <= right)) {
        shown.add(lane);
      }
    }
    double room = height - (MAP + TIMES + MARKS) * em;
    double pitch =
        Math.floor(
            Math.clamp(room / Math.max(1, shown.size()), LOWEST_PITCH * em, HIGHEST_PITCH * em));
    double most = Math.max(0, pitch * shown.size() - room);
    return new Geometry(width, height, em, window, shown, pitch, Math.clamp(scroll, 0, most));
  }

  /// How wide the time is on a pane of this width.
  static double timeWidth(double width, double em) {
    return Math.max(1, width - (NAMES + RIGHT) * em);
  }

  double chartLeft() {
    return Math.rint(NAMES * em);
  }

  double chartRight() {
    return chartLeft() + window.width();
  }

  double mapHeight() {
    return Math.rint(MAP * em);
  }

  double lanesTop() {
    return Math.rint((MAP + TIMES) * em);
  }

  double lanesBottom() {
    return Math.max(lanesTop(), Math.rint(height - MARKS * em));
  }

  /// The end of the lanes, where fewer are than there is room for.
  double lanesEnd() {
    return Math.min(lanesBottom(), lanesTop() + pitch * lanes.size() - scroll);
  }

  /// How much higher the lanes are than the room for them.
  double overflow() {
    return Math.max(0, pitch * lanes.size() - (lanesBottom() - lanesTop()));
  }

  double laneTop(int row) {
    return lanesTop() + row * pitch - Math.rint(scroll);
  }

  double barTop(int row) {
    return laneTop(row) + barGap();
  }

  double barHeight() {
    return pitch - 2 * barGap();
  }

  private double barGap() {
    return pitch >= 2 * em ? Math.rint(pitch * 0.13) : 1;
  }

  int firstRow() {
    return (int) Math.clamp(scroll / pitch, 0, lanes.size());
  }

  int lastRow() {
    double last = Math.ceil((scroll + lanesBottom() - lanesTop()) / pitch);
    return (int) Math.clamp(last, 0, lanes.size());
  }

  /// The row of a lane; empty when it is out of sight.
  OptionalInt rowOf(int worker) {
    for (int row = 0; row < lanes.size(); row++) {
      if (lanes.get(row).worker() == worker) {
        return OptionalInt.of(row);
      }
    }
    return OptionalInt.empty();
  }

  /// The row at a height; empty outside the lanes.
  OptionalInt rowAt(double y) {
    if (y < lanesTop() || y >= lanesEnd()) {
      return OptionalInt.empty();
    }
    int row = (int) ((y - lanesTop() + scroll) / pitch);
    return row < lanes.size() ? OptionalInt.of(row) : OptionalInt.empty();
  }

  /// The place of a moment.
  double x(double nanos) {
    return chartLeft() + window.x(nanos);
  }

  /// The place of a moment.
  double x(long nanos) {
    return x((double) nanos);
  }

  double nanos(double x) {
    return window.nanos(x - chartLeft());
  }

  /// How far the lanes would have to be scrolled for this row to be in sight.
  double scrollTo(int row) {
    double top = row * pitch;
    double room = lanesBottom() - lanesTop();
    return Math.clamp(scroll, Math.max(0, top + pitch - room), Math.max(0, top));
  }
}
