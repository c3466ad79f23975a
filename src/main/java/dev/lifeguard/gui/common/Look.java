package dev.lifeguard.gui.common;

/// How windows look, as the user wants it.
///
/// @param fontPoints the size of letters in points, [#LEAST_POINTS] to [#MOST_POINTS]
public record Look(ThemeChoice theme, int fontPoints, MemoryUnits units, Motion motion) {
  /// The smallest letters.
  public static final int LEAST_POINTS = 9;

  /// The largest letters.
  public static final int MOST_POINTS = 24;

  /// What nobody has chosen.
  public static final Look USUAL =
      new Look(ThemeChoice.SYSTEM, 10, MemoryUnits.BINARY, Motion.SYSTEM);

  /// Keeps the size within its bounds.
  public Look {
    fontPoints = Math.clamp(fontPoints, LEAST_POINTS, MOST_POINTS);
  }

  /// The size of letters in pixels, whole ones: a point is 1/72 of an inch, a pixel 1/96.
  public double fontPixels() {
    return Math.floor(fontPoints * 96.0 / 72.0);
  }

  /// The same with another theme.
  public Look with(ThemeChoice choice) {
    return new Look(choice, fontPoints, units, motion);
  }
}
