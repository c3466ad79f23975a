package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;

/// A process of ours.
///
/// @param process its streams and its end
/// @param identity who it is, known from its start
public record StartedProcess(Process process, ProcessIdentity identity) {}
