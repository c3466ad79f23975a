package dev.lifeguard.gui.timeline;

import java.util.concurrent.TimeUnit;

/// What of the time is in sight: a scale, and the moment at the left edge. Immutable; what a user
/// does to it makes another one.
///
/// @param mode what it does when time goes on
/// @param axis the scale, with gaps collapsed
/// @param leftPixel what stands at the left edge, in pixels of the axis
/// @param width in pixels
record TimeWindow(Mode mode, TimeAxis axis, double leftPixel, double width) {
  /// The whole job in sight leaves this much of the width free at its end.
  static final double MARGIN = 0.03;

  private static final double FINEST_NANOS_PER_PIXEL = 1_000;

  /// How much a window that follows shows: a young job grows through these until the last.
  private static final long[] SPANS = {5, 10, 20, 40, 60};

  /// What a window does when time goes on.
  enum Mode {
    /// The latest moment stays at the right edge.
    FOLLOW,
    /// The whole job stays in sight.
    FIT,
    /// It stays where the user has put it.
    FREE
  }

  /// The window that shows the latest.
  static TimeWindow following(TimelinePicture picture, double width) {
    double room = width * (1 - MARGIN);
    double seconds = picture.nowNanos() / 1e9;
    if (picture.ended() && seconds <= SPANS[SPANS.length - 1]) {
      // Nothing grows any more, and all of it was in sight before.
      TimeWindow all = fitting(picture, width);
      return new TimeWindow(Mode.FOLLOW, all.axis(), 0, width);
    }
    long span = SPANS[SPANS.length - 1];
    for (int i = SPANS.length - 1; i >= 0 && SPANS[i] >= seconds; i--) {
      span = SPANS[i];
    }
    return following(picture, width, TimeUnit.SECONDS.toNanos(span) / room);
  }

  private static TimeWindow following(TimelinePicture picture, double width, double nanosPerPixel) {
    TimeAxis axis = new TimeAxis(picture.gaps(), nanosPerPixel);
    double left = axis.pixel(picture.nowNanos()) - width * (1 - MARGIN);
    return new TimeWindow(Mode.FOLLOW, axis, Math.max(0, left), width);
  }

  /// The window that shows the whole job.
  static TimeWindow fitting(TimelinePicture picture, double width) {
    double nanos = Math.max((double) picture.nowNanos(), 10e6);
    TimeAxis axis = TimeAxis.fitting(picture.gaps(), nanos, width * (1 - MARGIN));
    return new TimeWindow(Mode.FIT, axis, 0, width);
  }

  /// The window that shows this much, with some room around it.
  static TimeWindow showing(TimelinePicture picture, double from, double until, double width) {
    double span = Math.max(until - from, 1e6);
    TimeAxis axis = new TimeAxis(picture.gaps(), span / (0.7 * width));
    double middle = (axis.pixel(from) + axis.pixel(until)) / 2;
    return new TimeWindow(Mode.FREE, axis, middle - width / 2, width).inside(picture);
  }

  /// This window when time has gone on, or its own size has changed.
  TimeWindow with(TimelinePicture picture, double nextWidth) {
    return switch (mode) {
      case FOLLOW -> following(picture, nextWidth);
      case FIT -> fitting(picture, nextWidth);
      case FREE -> {
        double left = leftNanos();
        TimeAxis next = new TimeAxis(picture.gaps(), axis.nanosPerPixel());
        yield new TimeWindow(Mode.FREE, next, next.pixel(left), nextWidth);
      }
    };
  }

  /// Moves by pixels, to the right for a positive number.
  TimeWindow panned(TimelinePicture picture, double pixels) {
    return new TimeWindow(Mode.FREE, axis, leftPixel + pixels, width).inside(picture);
  }

  /// Shows less for a factor below 1, and more above it; what stands at `x` stays there.
  TimeWindow zoomed(TimelinePicture picture, double factor, double x) {
    double anchor = nanos(x);
    double coarsest = Math.max((double) picture.nowNanos(), 1e9) / (width * 0.5);
    double scale = Math.clamp(axis.nanosPerPixel() * factor, FINEST_NANOS_PER_PIXEL, coarsest);
    TimeAxis next = new TimeAxis(picture.gaps(), scale);
    return new TimeWindow(Mode.FREE, next, next.pixel(anchor) - x, width).inside(picture);
  }

  /// Moves so that this moment stands in the middle.
  TimeWindow centred(TimelinePicture picture, double nanos) {
    return panned(picture, axis.pixel(nanos) - leftPixel - width / 2);
  }

  /// Not further away than that half of it is empty.
  private TimeWindow inside(TimelinePicture picture) {
    double end = axis.pixel(picture.nowNanos());
    double left = Math.clamp(leftPixel, -width / 4, Math.max(0, end - width / 2));
    return new TimeWindow(mode, axis, left, width);
  }

  /// Where a moment stands, in pixels from the left edge.
  double x(double nanos) {
    return axis.pixel(nanos) - leftPixel;
  }

  /// Where a moment stands, in pixels from the left edge.
  double x(long nanos) {
    return x((double) nanos);
  }

  /// The moment at a place.
  double nanos(double x) {
    return axis.nanos(leftPixel + x);
  }

  double leftNanos() {
    return nanos(0);
  }

  double rightNanos() {
    return nanos(width);
  }
}
