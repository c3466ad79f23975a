package dev.lifeguard.gui.shell;

/// The tabs of a job, by the names that the command line has for them.
public enum JobTab {
  /// What went wrong.
  INCIDENT("incident"),
  /// The memory of the chosen process.
  MEMORY("memory"),
  /// What its threads wait for.
  THREADS("threads"),
  /// What the chosen worker prints.
  OUTPUT("output"),
  /// Everything else about the chosen process.
  PROCESS("process"),
  /// Every attempt, over time.
  TIMELINE("timeline"),
  /// The tasks.
  QUEUE("queue"),
  /// The memory of every worker, over time.
  MEMORY_OVER_TIME("memory-over-time"),
  /// What was published.
  EVENTS("events");

  private final String word;

  JobTab(String word) {
    this.word = word;
  }

  /// The name on the command line.
  @Override
  public String toString() {
    return word;
  }
}
