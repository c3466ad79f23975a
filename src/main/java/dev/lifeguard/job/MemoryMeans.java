package dev.lifeguard.job;

/// What holds a worker to its memory limit.
public enum MemoryMeans {
  /// Nothing; the job has no limit.
  NONE("nothing"),
  /// The kernel, by a cgroup of the worker's own: it kills, and its counter says so.
  CGROUP("a cgroup of its own"),
  /// The kernel, by RLIMIT_DATA: an allocation fails, which Python tells as MemoryError.
  DATA_LIMIT("RLIMIT_DATA"),
  /// Windows, by the commit limit of the worker's job object: an allocation fails, which Python
  /// tells as MemoryError.
  JOB_OBJECT("the commit limit of its job object"),
  /// Lifeguard, which measures the worker and its descendants often and kills.
  SAMPLER("Lifeguard's own watch");

  private final String words;

  MemoryMeans(String words) {
    this.words = words;
  }

  /// Whether a program over its limit is refused memory and lives on.
  public boolean refuses() {
    return this == DATA_LIMIT || this == JOB_OBJECT;
  }

  /// It in words, as in: enforced by `a cgroup of its own`.
  public String words() {
    return words;
  }
}
