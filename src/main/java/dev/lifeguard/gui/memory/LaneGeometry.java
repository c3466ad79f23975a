package dev.lifeguard.gui.memory;

/// Where the lanes stand, in pixels. Pure.
///
/// @param em the size of a letter
record LaneGeometry(double width, double height, double em) {
  /// 44 pixels at the usual size of letters.
  private static final double LANE = 44.0 / 13;

  private static final double NAMES = 9.5;
  private static final double AIR = 4;

  double left() {
    return NAMES * em;
  }

  double timeWidth() {
    return Math.max(1, width - left() - AIR);
  }

  double axisHeight() {
    return 1.6 * em;
  }

  double legendHeight() {
    return 1.9 * em;
  }

  double laneHeight() {
    return LANE * em;
  }

  double lanesBottom() {
    return height - legendHeight();
  }

  /// How many whole lanes there is room for, at least one.
  int lanes() {
    return (int) Math.max(1, Math.floor((lanesBottom() - axisHeight()) / laneHeight()));
  }

  double laneTop(int lane) {
    return axisHeight() + lane * laneHeight();
  }

  /// The lane at a height, -1 for none.
  int laneAt(double y) {
    return y < axisHeight() || y >= lanesBottom() ? -1 : (int) ((y - axisHeight()) / laneHeight());
  }

  double x(long nanos, long nowNanos) {
    return left() + timeWidth() * Math.clamp((double) nanos / nowNanos, 0, 1);
  }

  /// The height at which a share of the scale stands in a lane.
  double y(int lane, double share) {
    double room = laneHeight() - 2 * AIR;
    return laneTop(lane) + laneHeight() - AIR - room * Math.clamp(share, 0, 1);
  }
}
