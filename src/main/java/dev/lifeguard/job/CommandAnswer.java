package dev.lifeguard.job;

/// What became of a command.
public sealed interface CommandAnswer {
  /// It is being carried out; events tell the rest.
  record Accepted() implements CommandAnswer {}

  /// It is not carried out.
  ///
  /// @param reason a sentence for the user
  record Refused(String reason) implements CommandAnswer {}
}
