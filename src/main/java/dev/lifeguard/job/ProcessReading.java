package dev.lifeguard.job;

/// What the operating system says of one process at one moment.
///
/// @param worker the worker that the process is or descends from; 0 for the supervisor itself
/// @param process who
/// @param parentPid the number of its parent
/// @param name the short name of the process (Linux: `comm`)
/// @param cpuShare processor time used since the last reading divided by the time that passed: 1.0
///   is one processor fully used
/// @param cpuNanos processor time used since it started
public record ProcessReading(
    int worker,
    ProcessIdentity process,
    long parentPid,
    String name,
    RunState state,
    double cpuShare,
    long cpuNanos,
    MemoryReading memory) {}
