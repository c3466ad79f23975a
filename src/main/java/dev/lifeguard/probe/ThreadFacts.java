package dev.lifeguard.probe;

import dev.lifeguard.job.RunState;

/// One thread at one moment.
///
/// @param tid its number, which comes from the same series as process numbers
/// @param startTicks when it was started, in the unit of [dev.lifeguard.job.ProcessIdentity]
/// @param name its short name
/// @param runs how often it was put on a processor since its start; -1 when that is not counted
/// @param waiting what it is blocked in
public record ThreadFacts(
    long tid, long startTicks, String name, RunState state, long runs, Waiting waiting) {}
