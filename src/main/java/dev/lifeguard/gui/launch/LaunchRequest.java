package dev.lifeguard.gui.launch;

import java.util.List;

/// A job that the user wants to launch, in the notation of the terminal.
///
/// @param verb what is done with it
/// @param directory the working directory: relative paths start there
/// @param arguments the words after `lifeguard run` or `lifeguard launch`
/// @param lines typed items, one each, that stand for standard input; empty when the arguments name
///   another source
public record LaunchRequest(
    Verb verb, String directory, List<String> arguments, List<String> lines) {
  /// A command of the terminal.
  public enum Verb {
    /// A job of ours.
    RUN("run"),
    /// Somebody else's program, which is watched.
    LAUNCH("launch");

    private final String word;

    Verb(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// Copies the lists.
  public LaunchRequest {
    arguments = List.copyOf(arguments);
    lines = List.copyOf(lines);
  }
}
