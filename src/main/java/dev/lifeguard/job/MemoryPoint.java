package dev.lifeguard.job;

/// The memory of a worker and all its descendants at one moment, in bytes. What could not be read
/// counts 0 here.
///
/// @param residentBytes each process's resident memory added up
/// @param committedBytes likewise
public record MemoryPoint(long atNanos, long residentBytes, long committedBytes) {}
