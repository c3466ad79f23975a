package dev.lifeguard.job;

/// What holds a worker to its memory limit.
public enum MemoryMeans {
  /// Nothing; the job has no limit.
  NONE,
  /// The kernel, by a cgroup of the worker's own: it kills, and its counter says so.
  CGROUP,
  /// The kernel, by RLIMIT_DATA: an allocation fails, which Python tells as MemoryError.
  DATA_LIMIT,
  /// Lifeguard, which measures the worker and its descendants often and kills.
  SAMPLER
}
