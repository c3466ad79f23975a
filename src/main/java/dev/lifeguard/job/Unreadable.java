package dev.lifeguard.job;

/// Something that could not be read, and what would help. The values in question are absent then
/// and never 0.
///
/// @param what in words: `memory map`
/// @param reason why not, a sentence without its end: `process 4711 belongs to root`
/// @param remedy what would allow it, a sentence without its end
public record Unreadable(String what, String reason, String remedy) {}
