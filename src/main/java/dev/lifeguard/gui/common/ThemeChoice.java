package dev.lifeguard.gui.common;

/// What the user has chosen of [Theme].
public enum ThemeChoice {
  /// What the system says, and whatever it says later.
  SYSTEM,
  /// Dark on light.
  LIGHT,
  /// Light on dark.
  DARK
}
