package dev.lifeguard.gui.processes;

/// Why a filter cannot be understood, and where.
///
/// @param from the index of the first character that is wrong
/// @param to the index after the last one; equal to `from` when something is missing there
/// @param sentence what is wrong and what to write
public record FilterFault(int from, int to, String sentence) {}
