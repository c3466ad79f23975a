package dev.lifeguard.gui.launch;

import java.nio.file.Path;

/// What the launch dialog starts with.
///
/// @param directory the working directory, absolute
/// @param workers how many workers: the available processors
public record LaunchDefaults(Path directory, int workers) {}
