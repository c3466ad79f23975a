package dev.lifeguard.gui.shell;

/// A built-in demonstration.
///
/// @param name what it is started by
/// @param title one line for menus
public record DemoListing(String name, String title) {}
