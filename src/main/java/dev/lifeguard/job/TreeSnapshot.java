package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A process and everything below it, looked at once.
///
/// @param processes the root first
/// @param machine empty when it could not be read
public record TreeSnapshot(
    PoolKind kind,
    List<ProcessSnapshot> processes,
    Optional<MachineMemory> machine,
    Verdict verdict) {
  /// Copies the list.
  public TreeSnapshot {
    processes = List.copyOf(processes);
  }

  /// The process that was asked for.
  public ProcessSnapshot root() {
    return processes.getFirst();
  }

  /// Some amount of memory of all processes.
  ///
  /// @return empty when it is not known of each of them
  public OptionalLong total(Function<MemoryReading, OptionalLong> amount) {
    List<OptionalLong> amounts =
        processes.stream()
            .filter(ProcessSnapshot::hasMemory)
            .map(ProcessSnapshot::sizes)
            .map(amount)
            .toList();
    return amounts.isEmpty() || amounts.stream().anyMatch(OptionalLong::isEmpty)
        ? OptionalLong.empty()
        : OptionalLong.of(amounts.stream().mapToLong(OptionalLong::getAsLong).sum());
  }

  /// Processor time of all of them.
  public long cpuNanos() {
    return processes.stream().mapToLong(each -> each.detail().cpuNanos()).sum();
  }
}
