package dev.lifeguard.job;

/// What a worker is to the operating system.
public enum WorkerForm {
  /// One process from its start to its end, which runs one task after the other. A replacement has
  /// a new number.
  PROCESS,
  /// A place in which each attempt is a process of its own. It keeps its number when an attempt
  /// dies.
  SLOT
}
