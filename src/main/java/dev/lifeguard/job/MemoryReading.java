package dev.lifeguard.job;

import java.util.OptionalLong;

/// The memory of one process, in bytes. A value that could not be read is absent, never 0.
///
/// @param residentBytes in main memory now (Linux: VmRSS; Windows: the working set)
/// @param committedBytes promised by the kernel, whether touched or not (Linux: the areas that are
///   accounted against the commit limit, estimated between exact scans; Windows: PrivateUsage)
/// @param reservedBytes address space set aside, promised or not (Linux: VmSize; Windows: what is
///   committed, and what the process has reserved for itself)
/// @param peakResidentBytes the most that was ever resident (Linux: VmHWM)
/// @param pssBytes resident, with what several processes have divided among them, so that it may be
///   summed up (Linux: Pss, estimated between exact scans)
/// @param ussBytes resident and nobody else's (Linux: Private_Clean and Private_Dirty, likewise;
///   Windows: the private working set)
/// @param swapBytes moved out of main memory (Linux: VmSwap)
public record MemoryReading(
    OptionalLong residentBytes,
    OptionalLong committedBytes,
    OptionalLong reservedBytes,
    OptionalLong peakResidentBytes,
    OptionalLong pssBytes,
    OptionalLong ussBytes,
    OptionalLong swapBytes) {
  /// Nothing could be read.
  public static final MemoryReading UNKNOWN =
      new MemoryReading(
          OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

  /// One without the sizes that take long to read.
  public MemoryReading(
      OptionalLong residentBytes,
      OptionalLong committedBytes,
      OptionalLong reservedBytes,
      OptionalLong peakResidentBytes) {
    this(
        residentBytes,
        committedBytes,
        reservedBytes,
        peakResidentBytes,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty());
  }
}
