package dev.lifeguard.jobfile;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Whether bytes are UTF-8.
final class Utf8 {
  /// What to say of those that are not.
  static final String REFUSAL = "is not UTF-8; convert it, as in iconv -f latin1 -t utf-8";

  private Utf8() {}

  /// Whether a piece of an array is UTF-8.
  static boolean valid(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    if (i == to) {
      return true;
    }
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      return decoder.decode(ByteBuffer.wrap(bytes, i, to - i)).hasArray();
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
