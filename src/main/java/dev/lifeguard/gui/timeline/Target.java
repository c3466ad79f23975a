package dev.lifeguard.gui.timeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the pointer is on.
sealed interface Target {
  /// The map.
  record Map() implements Target {}

  /// A finished bar.
  record Bar(Lane lane, int index) implements Target {}

  /// What goes on.
  record Open(Lane lane, OpenBar bar) implements Target {}

  /// A time without progress.
  record Hang(Lane lane, Standstill standstill) implements Target {}

  /// A lane, where nothing else is.
  record Empty(Lane lane) implements Target {}

  /// The line of an incident, or its mark below the lanes.
  record Incident(IncidentMark mark) implements Target {}

  /// Nothing.
  record Nothing() implements Target {}

  /// What stands at a place.
  static Target at(TimelinePicture picture, Geometry geometry, double x, double y) {
    boolean inTime = x >= geometry.chartLeft() && x <= geometry.chartRight();
    if (y < geometry.mapHeight()) {
      return inTime ? new Map() : new Nothing();
    }
    OptionalInt row = geometry.rowAt(y);
    if (row.isPresent() && !inTime) {
      return new Empty(geometry.lanes().get(row.getAsInt()));
    }
    if (!inTime) {
      return new Nothing();
    }
    Optional<IncidentMark> mark =
        nearest(picture.incidents(), geometry, x, row.isPresent() ? 2.5 : geometry.em());
    boolean onLine = mark.isPresent() && y >= geometry.lanesTop();
    if (row.isEmpty()) {
      return onLine ? new Incident(mark.get()) : new Nothing();
    }
    Target found = in(geometry.lanes().get(row.getAsInt()), picture, geometry, x);
    return found instanceof Empty && onLine ? new Incident(mark.get()) : found;
  }

  private static Target in(Lane lane, TimelinePicture picture, Geometry geometry, double x) {
    double nanos = geometry.nanos(x);
    for (Standstill each : lane.standstills()) {
      if (nanos >= each.sinceNanos() && nanos <= each.untilNanos(picture.nowNanos())) {
        return new Hang(lane, each);
      }
    }
    // A bar is at least two pixels wide to the eye, however short it was.
    int i = lane.bars().firstEndingAfter(Math.round(geometry.nanos(x - 2)));
    if (i < lane.bars().size() && geometry.x(lane.bars().startNanos(i)) <= x) {
      return new Bar(lane, i);
    }
    if (lane.open().isPresent()
        && nanos >= lane.open().get().startNanos()
        && nanos <= picture.nowNanos()) {
      return new Open(lane, lane.open().get());
    }
    return new Empty(lane);
  }

  private static Optional<IncidentMark> nearest(
      List<IncidentMark> marks, Geometry geometry, double x, double within) {
    Optional<IncidentMark> best = Optional.empty();
    double distance = within;
    for (IncidentMark mark : marks) {
      double away = Math.abs(geometry.x(mark.atNanos()) - x);
      if (away <= distance) {
        distance = away;
        best = Optional.of(mark);
      }
    }
    return best;
  }
}
