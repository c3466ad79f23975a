package dev.lifeguard.probe;

/// One end of a pipe that a process has open.
///
/// @param descriptor its number in that process
/// @param pipe the pipe's name, `pipe:[4711]`, the same for all processes that have an end of it
/// @param reads whether this is the end to read from, else the one to write to
public record PipeEnd(int descriptor, String pipe, boolean reads) {}
