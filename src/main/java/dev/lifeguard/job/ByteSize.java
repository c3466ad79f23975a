package dev.lifeguard.job;

import java.util.Locale;

/// Sizes in words.
public final class ByteSize {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private ByteSize() {}

  /// A size with three digits at most and a binary unit: `0 B`, `512 KiB`, `1.90 GiB`.
  public static String text(long bytes) {
    double value = bytes;
    int unit = 0;
    // 999.5 rounds to a fourth digit, so the next unit begins there.
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    int digits = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f %s", value, UNITS[unit]);
  }
}
