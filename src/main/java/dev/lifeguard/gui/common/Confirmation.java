package dev.lifeguard.gui.common;

/// How often a question is asked before something is done that cannot be undone.
public enum Confirmation {
  /// Every time.
  ALWAYS,
  /// The first time in a window.
  ONCE,
  /// Never.
  NEVER
}
