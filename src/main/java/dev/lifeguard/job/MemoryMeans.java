package dev.lifeguard.job;

/// What holds a worker to its memory limit.
public enum MemoryMeans {
  /// Nothing; the job has no limit.
  NONE("nothing"),
  /// The kernel, by a cgroup of the worker's own: it kills, and its counter says so.
  CGROUP("a cgroup of its own"),
  /// The kernel, by RLIMIT_DATA: an allocation fails, which Python tells as MemoryError.
  DATA_LIMIT("RLIMIT_DATA"),
  /// Lifeguard, which measures the worker and its descendants often and kills.
  SAMPLER("Lifeguard's own watch");

  private final String words;

  MemoryMeans(String words) {
    this.words = words;
  }

  /// It in words, as in: enforced by `a cgroup of its own`.
  public String words() {
    return words;
  }
}
