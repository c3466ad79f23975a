package dev.lifeguard.worker;

/// What a [FrameDecoder] has found.
sealed interface Decoded {
  /// The bytes so far hold no further message.
  Decoded NOTHING = new Nothing();

  /// A whole message.
  ///
  /// @param payload one JSON value on one line; empty with `bye` and when it is too deep
  /// @param tooDeep whether the payload was nested too deep to be kept
  record Message(FrameType type, int task, int attempt, byte[] payload, boolean tooDeep)
      implements Decoded {}

  /// Something that is no message. What follows in this pipe has no meaning.
  ///
  /// @param sentence tells what, with the bytes
  record Offence(String sentence) implements Decoded {}

  /// More bytes are needed.
  record Nothing() implements Decoded {}
}
