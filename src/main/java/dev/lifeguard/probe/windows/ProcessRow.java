package dev.lifeguard.probe.windows;

import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import java.util.List;
import java.util.OptionalLong;

/// One process in the list of all of them.
///
/// @param parentPid who started it; stays the same when that one has ended, and its number may have
///   a new owner then
/// @param name of the program's file
/// @param traffic the numbers of reads and writes it has made and their bytes, added up
record ProcessRow(
    ProcessIdentity process,
    long parentPid,
    String name,
    long cpuNanos,
    Sizes sizes,
    long traffic,
    int handles,
    List<ThreadRow> threads) {

  /// Sizes in bytes; 0 where the system does not tell.
  ///
  /// @param virtual all address space in use, with ranges that are set aside for mappings, of which
  ///   Control Flow Guard alone has terabytes: not what a program has asked for
  /// @param privateCommit what it has been promised for itself, which is `PrivateUsage`
  /// @param privateWorkingSet the part of the working set that nobody else has
  record Sizes(
      long virtual,
      long workingSet,
      long peakWorkingSet,
      long privateCommit,
      long privateWorkingSet) {}

  ProcessRow {
    threads = List.copyOf(threads);
  }

  long pid() {
    return process.pid();
  }

  /// What it does. A process that has ended and is still held by somebody has no threads.
  RunState state() {
    if (threads.isEmpty()) {
      return RunState.ZOMBIE;
    }
    if (threads.stream().allMatch(ThreadRow::isSuspended)) {
      return RunState.STOPPED;
    }
    return threads.stream().anyMatch(ThreadRow::runs) ? RunState.RUNNING : RunState.SLEEPING;
  }

  /// Whether it is the console of its parent, which is there as long as the parent is and does
  /// nothing of its own.
  boolean isConsole() {
    return name.equalsIgnoreCase("conhost.exe") || name.equalsIgnoreCase("OpenConsole.exe");
  }

  /// Whether this was started by that one, and not by an earlier owner of its number.
  boolean isChildOf(ProcessRow other) {
    return parentPid == other.pid()
        && pid() != other.pid()
        && process.startTicks() >= other.process.startTicks();
  }

  /// Its memory, with what only a walk through its address space tells.
  ///
  /// @param reserved the address space that it has set aside
  /// @param walkedCommit what the walk found committed and private, for a system that does not
  ///   count it
  MemoryReading memory(OptionalLong reserved, OptionalLong walkedCommit) {
    return new MemoryReading(
        told(sizes.workingSet),
        sizes.privateCommit > 0 ? told(sizes.privateCommit) : walkedCommit,
        reserved,
        told(sizes.peakWorkingSet),
        OptionalLong.empty(),
        told(sizes.privateWorkingSet),
        OptionalLong.empty());
  }

  private static OptionalLong told(long bytes) {
    return bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
  }
}
