package dev.lifeguard.job;

/// All areas of one type together, in bytes.
///
/// @param reservedBytes address space
/// @param committedBytes the part of it that the kernel has promised and counts against its limit
/// @param residentBytes the part that is in main memory
/// @param ownBytes the part in main memory that no other process has
/// @param swapBytes the part that was moved out
/// @param areas how many
/// @param largestBytes the address space of the largest
public record MappingUse(
    MappingType type,
    long reservedBytes,
    long committedBytes,
    long residentBytes,
    long ownBytes,
    long swapBytes,
    int areas,
    long largestBytes) {}
