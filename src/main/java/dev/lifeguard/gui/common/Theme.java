package dev.lifeguard.gui.common;

/// The two looks of the window.
public enum Theme {
  /// Dark on light.
  LIGHT,
  /// Light on dark.
  DARK
}
