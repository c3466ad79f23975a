package dev.lifeguard.gui.common;

import java.util.Locale;

/// Lengths of time in words that are short and do not jump about.
public final class Elapsed {
  private static final double MILLI = 1e6;
  private static final long SECOND = 1_000_000_000L;

  private Elapsed() {}

  /// How long something has been going on: `4.1 s`, `31.6 s`, `3:12`, `1:03:12`. A time before 0
  /// counts as 0.
  public static String text(long nanos) {
    long tenths = Math.max(0, nanos) / (SECOND / 10);
    if (tenths < 600) {
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = tenths / 10;
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d", minutes, seconds % 60)
        : String.format(Locale.ROOT, "%d:%02d:%02d", minutes / 60, minutes % 60, seconds % 60);
  }

  /// A short time to the tenth of a millisecond, from a second on to the millisecond, with thin
  /// groups of three digits: `0.4 ms`, `213.0 ms`, `3 041 ms`.
  public static String millis(long nanos) {
    double millis = nanos / MILLI;
    if (millis < 999.95) {
      return String.format(Locale.ROOT, "%.1f ms", millis);
    }
    return String.format(Locale.ROOT, "%,d ms", Math.round(millis)).replace(',', '\u2009');
  }
}
