package dev.lifeguard.journal;

/// What came of something that the outside world can refuse: a directory, a lock, a foreign file.
///
/// @param <T> what there is when it worked
public sealed interface Tried<T> {
  /// It worked.
  record Done<T>(T value) implements Tried<T> {}

  /// It did not.
  ///
  /// @param sentence what happened, to which file, and what to do, for a person to read
  record Refused<T>(String sentence) implements Tried<T> {}
}
