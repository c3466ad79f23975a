package dev.lifeguard.job;

import java.util.OptionalLong;

/// The memory of one process, in bytes. A value that could not be read is absent, never 0.
///
/// @param residentBytes in main memory now (Linux: VmRSS)
/// @param committedBytes promised by the kernel, whether touched or not (Linux: the areas that are
///   accounted against the commit limit, estimated between exact scans)
/// @param reservedBytes address space set aside, promised or not (Linux: VmSize)
/// @param peakResidentBytes the most that was ever resident (Linux: VmHWM)
public record MemoryReading(
    OptionalLong residentBytes,
    OptionalLong committedBytes,
    OptionalLong reservedBytes,
    OptionalLong peakResidentBytes) {
  /// Nothing could be read.
  public static final MemoryReading UNKNOWN =
      new MemoryReading(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());
}
