package dev.lifeguard.gui.launch;

/// What the launch dialog starts with.
///
/// @param directory the working directory, an absolute path
/// @param workers how many workers: the available processors
public record LaunchDefaults(String directory, int workers) {}
