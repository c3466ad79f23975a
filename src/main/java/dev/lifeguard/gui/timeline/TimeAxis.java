package dev.lifeguard.gui.timeline;

import java.util.Arrays;

/// Where a moment stands on the screen at one scale, in pixels from the start of the job. Times in
/// which nothing happened take no more room than [#GAP_PIXELS], so that hours of waiting do not
/// press the work flat. Immutable; a pure function in both directions.
final class TimeAxis {
  /// How wide a collapsed gap is.
  static final double GAP_PIXELS = 28;

  /// A gap that would be narrower than this is left as it is.
  static final double SHORTEST_GAP_PIXELS = 3 * GAP_PIXELS;

  private final double nanosPerPixel;
  private final long[] from;
  private final long[] until;
  // Where each gap begins, in pixels.
  private final double[] at;

  /// An axis at this scale.
  TimeAxis(Gaps gaps, double nanosPerPixel) {
    this.nanosPerPixel = nanosPerPixel;
    long[] starts = new long[gaps.size()];
    long[] ends = new long[gaps.size()];
    double[] pixels = new double[gaps.size()];
    int size = 0;
    double pixel = 0;
    long nanos = 0;
    for (int i = 0; i < gaps.size(); i++) {
      if (gaps.lengthNanos(i) / nanosPerPixel > SHORTEST_GAP_PIXELS) {
        pixel += (gaps.fromNanos(i) - nanos) / nanosPerPixel;
        starts[size] = gaps.fromNanos(i);
        ends[size] = gaps.untilNanos(i);
        pixels[size++] = pixel;
        pixel += GAP_PIXELS;
        nanos = gaps.untilNanos(i);
      }
    }
    from = Arrays.copyOf(starts, size);
    until = Arrays.copyOf(ends, size);
    at = Arrays.copyOf(pixels, size);
  }

  double nanosPerPixel() {
    return nanosPerPixel;
  }

  /// How many gaps are collapsed.
  int gapCount() {
    return at.length;
  }

  long gapFromNanos(int i) {
    return from[i];
  }

  long gapUntilNanos(int i) {
    return until[i];
  }

  /// The place of a moment.
  double pixel(double nanos) {
    int i = gapBefore(nanos);
    if (i < 0) {
      return nanos / nanosPerPixel;
    }
    if (nanos < until[i]) {
      return at[i] + GAP_PIXELS * (nanos - from[i]) / (until[i] - from[i]);
    }
    return at[i] + GAP_PIXELS + (nanos - until[i]) / nanosPerPixel;
  }

  /// The place of a moment, exact to a nanosecond in the first hundred days.
  double pixel(long nanos) {
    return pixel((double) nanos);
  }

  /// The moment of a place.
  double nanos(double pixel) {
    int found = Arrays.binarySearch(at, pixel);
    int i = found >= 0 ? found : -found - 2;
    if (i < 0) {
      return pixel * nanosPerPixel;
    }
    double into = pixel - at[i];
    return into < GAP_PIXELS
        ? from[i] + into / GAP_PIXELS * (until[i] - from[i])
        : until[i] + (into - GAP_PIXELS) * nanosPerPixel;
  }

  /// The last gap that begins at or before this moment, -1 for none.
  private int gapBefore(double nanos) {
    int low = 0;
    int high = from.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (from[middle] <= nanos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /// The axis on which everything from the start to `nanos` takes this many pixels.
  static TimeAxis fitting(Gaps gaps, double nanos, double pixels) {
    TimeAxis axis = new TimeAxis(gaps, nanos / pixels);
    // Collapsing gaps leaves room, the larger scale makes further gaps worth collapsing, and so on;
    // it settles after two or three rounds.
    for (int round = 0; round < 8; round++) {
      double used = axis.pixel(nanos);
      double gapPixels = axis.gapCount() * GAP_PIXELS;
      if (Math.abs(used - pixels) < 0.5 || gapPixels > pixels / 2 || used <= gapPixels) {
        break;
      }
      double scale = (used - gapPixels) / (pixels - gapPixels);
      axis = new TimeAxis(gaps, axis.nanosPerPixel() * scale);
    }
    return axis;
  }
}
