package dev.lifeguard.attach;

import dev.lifeguard.probe.PipeEnd;

/// The two pipes that all workers of a `multiprocessing.Pool` share.
///
/// @param in the manager's end to read from of the pipe in which tasks wait
/// @param out the manager's end of the pipe in which results wait
public record TaskPipes(PipeEnd in, PipeEnd out) {}
