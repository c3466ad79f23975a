package dev.lifeguard.job;

import java.util.Optional;
import java.util.OptionalDouble;

/// One thread.
///
/// @param tid its number
/// @param cpuShare processor time since the look before divided by the time that passed; empty at
///   the first look
/// @param cpuNanos processor time since it started
/// @param waitsFor what it waits for, a sentence without subject and end: `waits for a lock,
///   without a deadline`; empty while it runs
/// @param kernelPlace where it sleeps, in the kernel's own words: `futex_do_wait`; empty when it
///   runs or the kernel does not tell
public record ThreadDetail(
    long tid,
    String name,
    RunState state,
    OptionalDouble cpuShare,
    long cpuNanos,
    Optional<String> waitsFor,
    Optional<String> kernelPlace) {}
