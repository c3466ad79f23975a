package dev.lifeguard.gui.launch;

import java.util.List;

/// A job that the user wants to launch, in the notation of the terminal.
///
/// @param directory the working directory: relative paths start there
/// @param arguments the words after `lifeguard run`
/// @param lines typed items, one each, that stand for standard input; empty when the arguments name
///   another source
public record LaunchRequest(String directory, List<String> arguments, List<String> lines) {
  /// Copies the lists.
  public LaunchRequest {
    arguments = List.copyOf(arguments);
    lines = List.copyOf(lines);
  }
}
