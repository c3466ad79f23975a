package dev.lifeguard.job;

import java.util.Optional;

/// One thing that a machine and the rights on it allow, or do not.
///
/// @param name in words: `pidfd exit status`
/// @param finding what was found, a sentence without its end
/// @param remedy what would allow more, a sentence without its end
public record MachineCheck(String name, Allows allows, String finding, Optional<String> remedy) {
  /// How much is allowed.
  public enum Allows {
    /// Everything.
    ALL,
    /// Everything of the processes that Lifeguard starts itself, less of those of others.
    OWN,
    /// Enough to go on with less.
    LESS,
    /// Nothing of it.
    NOTHING
  }

  /// Nothing is to be wished for.
  public static MachineCheck all(String name, String finding) {
    return new MachineCheck(name, Allows.ALL, finding, Optional.empty());
  }

  /// Something is missing.
  public static MachineCheck wanting(String name, Allows allows, String finding, String remedy) {
    return new MachineCheck(name, allows, finding, Optional.of(remedy));
  }
}
