package dev.lifeguard.job;

import java.util.OptionalLong;

/// The control group that accounts for the memory of a process.
///
/// @param path below the root of its tree: `/user.slice/app.scope`
/// @param version 1 or 2
/// @param limitBytes the lowest limit that holds for it, its own or of one above; empty when there
///   is none or it may not be read
/// @param limitedBy the path of the group with that limit; empty without one
/// @param usedBytes what all its processes use together, with the files that the kernel keeps for
///   them in memory
/// @param peakBytes the most that was
public record CgroupDetail(
    String path,
    int version,
    OptionalLong limitBytes,
    String limitedBy,
    OptionalLong usedBytes,
    OptionalLong peakBytes) {}
