package dev.lifeguard.gui.shell;

/// A promise of a demonstration, and what was seen of it.
///
/// @param kept whether it was kept
/// @param promise what was expected, a sentence
/// @param seen what was seen, a sentence
public record PromiseSeen(boolean kept, String promise, String seen) {}
