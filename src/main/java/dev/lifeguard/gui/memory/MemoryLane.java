package dev.lifeguard.gui.memory;

/// One worker's memory over time.
///
/// @param alive whether it still lives
/// @param peakBytes the most that it and what it started ever had resident, 0 before it was
///   measured
/// @param peakNanos when that was
/// @param residentBytes what it had when it was measured last
/// @param committedBytes likewise
public record MemoryLane(
    int worker,
    boolean alive,
    Curve curve,
    long peakBytes,
    long peakNanos,
    long residentBytes,
    long committedBytes) {}
