package dev.lifeguard.job;

/// One line of an incident's time line.
///
/// @param atNanos when it was measured, in nanoseconds since the start of the job
/// @param note the particulars: `signal 9 (SIGKILL)`, `worker 5 (pid 4711)`
public record TimelineEntry(TimelineStep step, long atNanos, String note) {}
