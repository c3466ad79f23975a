package dev.lifeguard.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What the address space of a process consists of.
///
/// @param types one row for each type that there is, in the order of [MappingType]
/// @param largest the largest areas, the largest first
/// @param areas how many areas there are
/// @param takenAt when the kernel was asked
/// @param cost how long that took, during which the process could not change its address space
public record MemoryMap(
    List<MappingUse> types, List<MemoryRegion> largest, int areas, Instant takenAt, Duration cost) {
  /// Copies the lists.
  public MemoryMap {
    types = List.copyOf(types);
    largest = List.copyOf(largest);
  }
}
