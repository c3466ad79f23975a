package dev.lifeguard.gui.common;

/// Whether things may be pointed out by colours that come and go.
public enum Motion {
  /// What the system says.
  SYSTEM,
  /// Not at all.
  REDUCED
}
