package dev.lifeguard.journal;

/// What a [Tried] must be in a test.
final class Tries {
  private Tries() {}

  static <T> T done(Tried<T> tried) {
    return switch (tried) {
      case Tried.Done<T>(T value) -> value;
      case Tried.Refused<T>(String sentence) ->
          throw new AssertionError("was refused: " + sentence);
    };
  }

  static String refused(Tried<?> tried) {
    return switch (tried) {
      case Tried.Refused<?>(String sentence) -> sentence;
      case Tried.Done<?>(Object value) -> throw new AssertionError("was not refused: " + value);
    };
  }
}
