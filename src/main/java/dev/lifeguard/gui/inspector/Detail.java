package dev.lifeguard.gui.inspector;

/// A tab that looks into the chosen process by itself, and only while somebody looks at the tab.
/// JavaFX thread.
public interface Detail {
  /// The user has chosen a process, or what is known of the chosen one has changed.
  void choose(Subject next);

  /// The tab has come into sight or gone out of it.
  void showing(boolean now);

  /// It is time to look again.
  void look();
}
