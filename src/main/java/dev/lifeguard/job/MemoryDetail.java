package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The memory of one process in detail.
///
/// @param sizes read now; committed, PSS and USS are exact as of the map
/// @param map empty when it may not be read
/// @param heap what the process's own Java virtual machine says of its heap, which is not what the
///   kernel says; empty when it has none or did not answer
/// @param findings what is remarkable, in plain words, the most important first
/// @param unreadable what is missing, and why
public record MemoryDetail(
    MemoryReading sizes,
    Optional<MemoryMap> map,
    Optional<JvmHeap> heap,
    List<MemoryFinding> findings,
    List<Unreadable> unreadable) {
  /// Copies the lists.
  public MemoryDetail {
    findings = List.copyOf(findings);
    unreadable = List.copyOf(unreadable);
  }

  /// Resident memory that other processes have as well.
  public OptionalLong sharedBytes() {
    OptionalLong resident = sizes.residentBytes();
    OptionalLong own = sizes.ussBytes();
    return resident.isPresent() && own.isPresent()
        ? OptionalLong.of(Math.max(0, resident.getAsLong() - own.getAsLong()))
        : OptionalLong.empty();
  }
}
