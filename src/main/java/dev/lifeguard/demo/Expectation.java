package dev.lifeguard.demo;

import java.util.function.Function;

/// Something that a demonstration promises.
///
/// @param promise what is expected, a sentence
/// @param check looks for it in what was seen of the finished job
public record Expectation(String promise, Function<Witness, Finding> check) {

  /// What was seen of a promise.
  ///
  /// @param kept whether it was kept
  /// @param seen what was seen, a sentence
  public record Finding(boolean kept, String seen) {
    static Finding not(String seen) {
      return new Finding(false, seen);
    }
  }

  /// Looks for it.
  public Finding check(Witness witness) {
    return check.apply(witness);
  }
}
