package dev.lifeguard.gui.timeline;

import java.util.Locale;

/// Round times for the axis.
final class TimeTicks {
  private static final double SECOND = 1e9;
  private static final double[] LONG_STEPS = {
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 43200, 86400
  };

  private TimeTicks() {}

  /// The smallest round step that is at least this long, both in nanoseconds.
  static double step(double atLeastNanos) {
    if (atLeastNanos > SECOND / 2) {
      for (double seconds : LONG_STEPS) {
        if (seconds * SECOND >= atLeastNanos) {
          return seconds * SECOND;
        }
      }
      return Math.ceil(atLeastNanos / (86400 * SECOND)) * 86400 * SECOND;
    }
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(1, atLeastNanos))));
    for (double digit : new double[] {1, 2, 5}) {
      if (digit * power >= atLeastNanos) {
        return digit * power;
      }
    }
    return 10 * power;
  }

  /// A time on an axis with this step: `-15 s`, `0.25 s`, `3:20`, `1:03:00`.
  static String text(double nanos, double stepNanos) {
    String sign = nanos < 0 ? "-" : "";
    double seconds = Math.abs(nanos) / SECOND;
    if (stepNanos < SECOND) {
      int digits = (int) Math.clamp(Math.ceil(-Math.log10(stepNanos / SECOND) - 1e-9), 1, 9);
      return sign + String.format(Locale.ROOT, "%." + digits + "f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return sign + whole + " s";
    }
    return sign
        + (whole < 3600
            ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
            : String.format(
                Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60));
  }
}
