package dev.lifeguard.job;

/// Something remarkable about memory, computed from what was read.
///
/// @param sentence in plain words, without its end
/// @param bytes how much it is about, to order by
public record MemoryFinding(Kind kind, String sentence, long bytes) {
  /// What it is.
  public enum Kind {
    /// The process will soon reach its limit.
    GROWTH,
    /// Memory that was promised once is promised again in every forked process.
    FORK_MULTIPLICATION,
    /// Every worker grows until it is replaced.
    LEAK,
    /// Much was promised and little of it touched.
    COMMIT_WITHOUT_USE,
    /// Much address space is set aside and little of it promised.
    RESERVE_WITHOUT_USE,
    /// Memory that several processes have is charged once.
    SHARED_ONCE
  }
}
