package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Everything about a process but its memory and its threads.
///
/// @param name the short name (Linux: `comm`)
/// @param commandLine its words, as they were given, line breaks and all; empty for a zombie and
///   for a process without one
/// @param program the file that it runs
/// @param directory where it works
/// @param user whose it is
/// @param cpuNanos processor time since its start
/// @param threads how many it has
/// @param descriptors what it has open, by number; the first thousand
/// @param descriptorCount how much it has open
/// @param descriptorLimit how many it may have open
/// @param cgroup the one that limits its memory
/// @param oomScore how likely the kernel is to choose it when memory runs out, 0 to 2000 (Linux:
///   `oom_score`)
/// @param oomAdjustment what was added to that on purpose, -1000 to 1000 (Linux: `oom_score_adj`)
/// @param unreadable what is missing, and why
public record ProcessDetail(
    ProcessIdentity process,
    long parentPid,
    String name,
    RunState state,
    List<String> commandLine,
    Optional<String> program,
    Optional<String> directory,
    Optional<ProcessUser> user,
    long cpuNanos,
    int threads,
    List<OpenDescriptor> descriptors,
    OptionalInt descriptorCount,
    OptionalLong descriptorLimit,
    Optional<CgroupDetail> cgroup,
    OptionalInt oomScore,
    OptionalInt oomAdjustment,
    List<Unreadable> unreadable) {
  /// Copies the lists.
  public ProcessDetail {
    commandLine = List.copyOf(commandLine);
    descriptors = List.copyOf(descriptors);
    unreadable = List.copyOf(unreadable);
  }
}
