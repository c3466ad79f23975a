package dev.lifeguard.gui.timeline;

/// Where an incident stands.
///
/// @param text the cause in a few words
record IncidentMark(int id, int worker, long atNanos, String text) {}
