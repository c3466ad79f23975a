package dev.lifeguard.gui.common;

/// When a picture of a job is taken.
///
/// @param nowNanos the job's clock, in nanoseconds since its start; it goes on between events while
///   the job runs and stands still when it has ended or nothing is heard of it
/// @param silentNanos for how long nothing has been heard
/// @param fault a sentence that says why no further event is followed; empty when all is well
public record Moment(long nowNanos, long silentNanos, String fault) {}
