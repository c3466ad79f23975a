package dev.lifeguard.job;

/// One area of memory, sizes in bytes.
///
/// @param address where it begins
/// @param permissions as the kernel writes them: `rw-p`
/// @param name the file, `[heap]`, `[stack]` and the like; empty for one without a name
public record MemoryRegion(
    long address,
    long reservedBytes,
    long committedBytes,
    long residentBytes,
    long ownBytes,
    MappingType type,
    String permissions,
    String name) {}
