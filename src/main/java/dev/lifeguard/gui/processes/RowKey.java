package dev.lifeguard.gui.processes;

/// What makes a row the same row from one picture to the next.
///
/// @param number the worker's number, a descendant's pid, 0 for the others
/// @param startTicks tells descendants of one pid apart, 0 for the others
public record RowKey(Kind kind, long number, long startTicks) {
  /// The pool itself, the root of the tree.
  public static final RowKey POOL = new RowKey(Kind.POOL, 0, 0);

  /// The row that old tombstones are folded into.
  public static final RowKey TOMBS = new RowKey(Kind.TOMBS, 0, 0);

  /// What a row stands for.
  public enum Kind {
    /// The pool and its supervisor.
    POOL,
    /// A worker, alive or dead.
    WORKER,
    /// A process that a worker started.
    DESCENDANT,
    /// Old tombstones.
    TOMBS
  }

  /// The row of a worker.
  public static RowKey worker(int number) {
    return new RowKey(Kind.WORKER, number, 0);
  }
}
