package dev.lifeguard.gui.replay;

import java.util.List;
import javafx.scene.layout.Region;

/// The places of incidents along a slider, as ticks behind it. However many incidents there are,
/// there is one tick for a few pixels at most. JavaFX thread.
public final class IncidentMarks extends Region {
  private static final double WIDTH = 2;
  private static final double APART = 4;

  private List<Double> fractions = List.of();
  private double inset;

  /// No marks.
  public IncidentMarks() {
    getStyleClass().add("incident-marks");
    setMouseTransparent(true);
  }

  /// Shows these incidents.
  ///
  /// @param where each as a fraction of the whole, ascending
  void show(List<Double> where) {
    if (!where.equals(fractions)) {
      fractions = List.copyOf(where);
      requestLayout();
    }
  }

  /// How far from both ends the middle of a slider's thumb stays, in pixels.
  void inset(double pixels) {
    if (pixels != inset) {
      inset = pixels;
      requestLayout();
    }
  }

  @Override
  protected void layoutChildren() {
    double length = Math.max(0, getWidth() - 2 * inset);
    int used = 0;
    double last = Double.NEGATIVE_INFINITY;
    for (double fraction : fractions) {
      double x = inset + fraction * length;
      if (x - last >= APART) {
        tick(used++).resizeRelocate(snapPositionX(x - WIDTH / 2), 0, WIDTH, getHeight());
        last = x;
      }
    }
    getChildren().remove(used, getChildren().size());
  }

  private Region tick(int index) {
    if (index == getChildren().size()) {
      Region tick = new Region();
      tick.getStyleClass().add("incident-mark");
      getChildren().add(tick);
    }
    return (Region) getChildren().get(index);
  }
}
