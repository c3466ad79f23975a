package dev.lifeguard.job;

/// One observation that supports a conclusion.
///
/// @param source who says so: `wait status`, `protocol pipe`, `kernel log`, `own signal` …
/// @param text what was observed
/// @param atNanos when, in nanoseconds since the start of the job
public record Evidence(String source, String text, long atNanos) {}
