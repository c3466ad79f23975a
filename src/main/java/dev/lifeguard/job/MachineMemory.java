package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The memory of the whole machine, in bytes.
///
/// @param totalBytes main memory
/// @param availableBytes what could be given to new programs without moving anything out
/// @param swapTotalBytes how much can be moved out
/// @param swapFreeBytes how much of that is left
/// @param commitLimitBytes the most that may be promised when the mode is strict (Linux:
///   CommitLimit)
/// @param committedBytes what has been promised to all processes (Linux: Committed_AS)
/// @param pressure how much processes are held up for lack of memory; empty where the kernel does
///   not tell
/// @param unreadable what is missing, and why
public record MachineMemory(
    OptionalLong totalBytes,
    OptionalLong availableBytes,
    OptionalLong swapTotalBytes,
    OptionalLong swapFreeBytes,
    OptionalLong commitLimitBytes,
    OptionalLong committedBytes,
    OvercommitMode overcommit,
    Optional<MemoryPressure> pressure,
    List<Unreadable> unreadable) {
  /// Copies the list.
  public MachineMemory {
    unreadable = List.copyOf(unreadable);
  }
}
