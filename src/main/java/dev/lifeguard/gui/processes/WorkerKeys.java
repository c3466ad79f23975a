package dev.lifeguard.gui.processes;

/// What the keys of the process table do to the chosen worker. Each does nothing when it is not
/// possible.
public interface WorkerKeys {
  /// Del.
  void terminate();

  /// Shift+Del; asks as is wanted.
  void kill();

  /// Esc; takes a question back.
  void takeBack();

  /// Ctrl+Z.
  void suspend();

  /// Ctrl+Shift+Z.
  void resume();

  /// R.
  void restart();

  /// D.
  void dump();

  /// Shift+D; all workers.
  void dumpAll();

  /// Space.
  void holdOrGo();
}
