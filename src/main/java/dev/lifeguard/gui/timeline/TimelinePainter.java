package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Ink.Hue;

/// Draws the timeline as it is at one moment.
///
/// @param incident the incident that stands out, 0 for none
/// @param worker the worker that stands out, 0 for none
record TimelinePainter(
    Brush brush, Geometry geometry, TimelinePicture picture, int incident, int worker) {

  /// From the back to the front. What stands out of the room for the lanes is painted over by what
  /// is around them and not clipped away: for a clipped canvas the software pipeline clears and
  /// blends another one as large with every single rectangle, which was two thirds of what a
  /// picture cost.
  void paint() {
    brush.fill(Hue.BACKGROUND, 0, 0, geometry.width(), geometry.height());
    FramePainter frame = new FramePainter(brush, geometry, picture);
    IncidentPainter incidents = new IncidentPainter(brush, geometry, picture);
    frame.grid();
    BarPainter bars = new BarPainter(brush, geometry, picture.nowNanos());
    for (int row = geometry.firstRow(); row < geometry.lastRow(); row++) {
      bars.paint(geometry.lanes().get(row), row);
    }
    frame.gaps();
    incidents.arrows();
    frame.sides();
    frame.names(worker);
    frame.topAndBottom();
    frame.times();
    frame.map();
    incidents.lines(incident);
    incidents.marks(incident);
  }
}
