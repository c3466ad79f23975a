package dev.lifeguard.engine;

import dev.lifeguard.probe.WaitProbe;

/// A worker that might stand still, because it has been starting or busy for a while.
///
/// @param task the task in its hands, 0 while it starts
/// @param attempt the attempt at it, 0 while it starts
record Suspect(WaitProbe.Subject subject, int task, int attempt) {}
