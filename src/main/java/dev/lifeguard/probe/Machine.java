package dev.lifeguard.probe;

import java.util.OptionalLong;

/// What the machine has, for display.
///
/// @param memoryBytes its main memory
/// @param processors how many processors this program may use
public record Machine(OptionalLong memoryBytes, int processors) {}
