package dev.lifeguard.job;

import java.util.Collection;
import java.util.OptionalLong;
import java.util.function.Function;

/// The memory of several processes together, in bytes. What could not be read is left out, so these
/// are lower bounds then; a sum of nothing is absent.
///
/// @param residentBytes each page counted once for every process that has it: too much where memory
///   is shared, as after a fork
/// @param pssBytes each page counted once; where a process's PSS is not known yet, its resident
///   memory stands for it
/// @param isPssComplete whether every PSS is known
/// @param committedBytes counted for each process, as the kernel does
/// @param reservedBytes likewise
/// @param swapBytes likewise
public record PoolMemory(
    OptionalLong residentBytes,
    OptionalLong pssBytes,
    boolean isPssComplete,
    OptionalLong committedBytes,
    OptionalLong reservedBytes,
    OptionalLong swapBytes) {
  /// The sum of these.
  public static PoolMemory of(Collection<MemoryReading> readings) {
    return new PoolMemory(
        sum(readings, MemoryReading::residentBytes),
        sum(readings, PoolMemory::pss),
        readings.stream().allMatch(each -> each.pssBytes().isPresent()),
        sum(readings, MemoryReading::committedBytes),
        sum(readings, MemoryReading::reservedBytes),
        sum(readings, MemoryReading::swapBytes));
  }

  private static OptionalLong pss(MemoryReading reading) {
    return reading.pssBytes().isPresent() ? reading.pssBytes() : reading.residentBytes();
  }

  private static OptionalLong sum(
      Collection<MemoryReading> readings, Function<MemoryReading, OptionalLong> amount) {
    return readings.stream()
        .map(amount)
        .filter(OptionalLong::isPresent)
        .mapToLong(OptionalLong::getAsLong)
        .reduce(Long::sum);
  }
}
