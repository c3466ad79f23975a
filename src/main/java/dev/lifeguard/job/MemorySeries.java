package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.List;

/// How the memory of one worker went, from its first sample on, in a bounded number of points. When
/// it is full every second point goes, except for the peak, so that old times are told less finely
/// and never left out.
public final class MemorySeries {
  private static final int MOST_POINTS = 1024;

  /// What the newest points are kept for: to see growth, they must not be thinned out.
  private static final int NEWEST = 256;

  private final List<MemoryPoint> points = new ArrayList<>();
  private MemoryPoint peak = new MemoryPoint(0, 0, 0);

  void add(MemoryPoint point) {
    if (points.size() >= MOST_POINTS) {
      thinOut();
    }
    points.add(point);
    if (point.residentBytes() >= peak.residentBytes()) {
      peak = point;
    }
  }

  private void thinOut() {
    int old = points.size() - NEWEST;
    List<MemoryPoint> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      MemoryPoint point = points.get(i);
      if (i >= old || i % 2 == 0 || point.equals(peak)) {
        kept.add(point);
      }
    }
    points.clear();
    points.addAll(kept);
  }

  /// The points, by time. Between two of them nothing that can be seen has changed.
  public List<MemoryPoint> points() {
    return List.copyOf(points);
  }

  /// The point with the most resident memory.
  public MemoryPoint peak() {
    return peak;
  }
}
