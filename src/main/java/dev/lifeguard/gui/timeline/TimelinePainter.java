package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Ink.Hue;
import javafx.scene.canvas.GraphicsContext;

/// Draws the timeline as it is at one moment.
///
/// @param incident the incident that stands out, 0 for none
/// @param worker the worker that stands out, 0 for none
record TimelinePainter(
    Brush brush, Geometry geometry, TimelinePicture picture, int incident, int worker) {

  void paint() {
    brush.fill(Hue.BACKGROUND, 0, 0, geometry.width(), geometry.height());
    FramePainter frame = new FramePainter(brush, geometry, picture);
    IncidentPainter incidents = new IncidentPainter(brush, geometry, picture);
    frame.times();
    frame.map();
    clipped(0, geometry.width(), () -> frame.names(worker));
    clipped(
        geometry.chartLeft(),
        geometry.chartRight(),
        () -> {
          BarPainter bars = new BarPainter(brush, geometry, picture.nowNanos());
          for (int row = geometry.firstRow(); row < geometry.lastRow(); row++) {
            bars.paint(geometry.lanes().get(row), row);
          }
          frame.gaps();
          incidents.arrows();
        });
    incidents.lines(incident);
    incidents.marks(incident);
  }

  private void clipped(double left, double right, Runnable drawing) {
    GraphicsContext canvas = brush.canvas();
    canvas.save();
    canvas.beginPath();
    double height = Math.max(0, geometry.lanesBottom() - geometry.lanesTop());
    canvas.rect(left, geometry.lanesTop(), right - left, height);
    canvas.clip();
    drawing.run();
    canvas.restore();
  }
}
