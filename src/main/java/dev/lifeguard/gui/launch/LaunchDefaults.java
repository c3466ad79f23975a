package dev.lifeguard.gui.launch;

/// What the launch dialog starts with.
///
/// @param directory the working directory, an absolute path
/// @param workers how many workers: the available processors
/// @param outputs where what a watched program prints is kept, a directory
public record LaunchDefaults(String directory, int workers, String outputs) {}
