package dev.lifeguard.job;

/// How much of the time processes stood still for lack of memory, as shares from 0 to 1 (Linux:
/// PSI, Documentation/accounting/psi.rst).
///
/// @param some10 at least one of them, in the last 10 seconds
/// @param some60 likewise, in the last minute
/// @param full10 all of them at once, in the last 10 seconds
/// @param full60 likewise, in the last minute
public record MemoryPressure(double some10, double some60, double full10, double full60) {}
