package dev.lifeguard.gui.inspector;

import java.util.Optional;

/// What can be seen of the chosen process.
///
/// @param value the last that was read of it; absent before
/// @param message why there is nothing, or nothing newer, to be seen; empty when all is well
/// @param remedy what would help; empty when nothing would
public record Sight<T>(Optional<T> value, String message, String remedy) {
  static <T> Sight<T> of(T value) {
    return new Sight<>(Optional.of(value), "", "");
  }

  static <T> Sight<T> nothing(String message) {
    return new Sight<>(Optional.empty(), message, "");
  }

  /// The same value with a word on why there is no newer one.
  Sight<T> frozen(String why) {
    return new Sight<>(value, why, "");
  }
}
