package dev.lifeguard.job;

import java.util.Optional;

/// Something that a process has open.
///
/// @param target what it is: a path, `pipe:[4711]`, `socket:[4711]`
/// @param note what else is known of it, in words: `12 bytes wait in it`
public record OpenDescriptor(int number, Access access, String target, Optional<String> note) {
  /// What it was opened for.
  public enum Access {
    READ,
    WRITE,
    BOTH,
    /// For neither, or it may not be known.
    NEITHER
  }
}
