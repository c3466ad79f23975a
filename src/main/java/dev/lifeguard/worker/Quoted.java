package dev.lifeguard.worker;

import java.util.HexFormat;

/// Bytes as people can look at them: `48 69 0a "Hi."`.
final class Quoted {
  /// How many bytes are shown.
  static final int MOST_BYTES = 24;

  private Quoted() {}

  /// The first bytes of this part, in hex and as text.
  static String bytes(byte[] bytes, int from, int to) {
    if (from == to) {
      return "nothing";
    }
    int end = Math.min(to, from + MOST_BYTES);
    String hex = HexFormat.ofDelimiter(" ").formatHex(bytes, from, end);
    StringBuilder text = new StringBuilder();
    for (int i = from; i < end; i++) {
      boolean printable = bytes[i] >= ' ' && bytes[i] < 0x7f && bytes[i] != '"';
      text.append(printable ? (char) bytes[i] : '.');
    }
    return hex + " \"" + text + (end < to ? "\"…" : "\"");
  }
}
