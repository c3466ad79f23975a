package dev.lifeguard.job;

import java.util.Locale;

/// Sizes in words.
public final class ByteSize {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private static final String[] DECIMAL_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

  private ByteSize() {}

  /// A size with three digits at most and a binary unit: `0 B`, `512 KiB`, `1.90 GiB`.
  public static String text(long bytes) {
    return text(bytes, 1024, UNITS);
  }

  /// A size with three digits at most and a decimal unit: `0 B`, `524 kB`, `2.04 GB`.
  public static String decimalText(long bytes) {
    return text(bytes, 1000, DECIMAL_UNITS);
  }

  private static String text(long bytes, int step, String[] units) {
    double value = bytes;
    int unit = 0;
    // 999.5 rounds to a fourth digit, so the next unit begins there.
    while (value >= 999.5 && unit < units.length - 1) {
      value /= step;
      unit++;
    }
    int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f %s", value, units[unit]);
  }
}
