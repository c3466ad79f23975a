package dev.lifeguard.job;

import java.util.Optional;

/// What a look at a process on demand has brought.
public sealed interface Look<T> {
  /// It was read. Parts of it may be missing; the value says which and why.
  record Seen<T>(T value) implements Look<T> {}

  /// The process has ended, also when its number belongs to another one now.
  record Gone<T>() implements Look<T> {}

  /// None of it may be read, or not on this system.
  record Refused<T>(Unreadable why) implements Look<T> {}

  /// What was read; empty otherwise.
  default Optional<T> seen() {
    return switch (this) {
      case Seen<T>(T value) -> Optional.of(value);
      case Gone<T> _, Refused<T> _ -> Optional.empty();
    };
  }
}
