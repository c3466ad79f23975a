package dev.lifeguard.worker;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Cuts what a worker prints into lines. A line of more than 8 KiB comes in pieces, cut between
/// characters. What is not UTF-8 becomes replacement characters. Owned by one thread.
final class OutputLines {
  /// The most bytes of a piece.
  static final int PIECE_BYTES = 8 << 10;

  private final byte[] begun = new byte[PIECE_BYTES];
  private int fill;

  /// The lines that this portion ends, oldest first.
  List<String> accept(byte[] bytes, int from, int to) {
    List<String> lines = new ArrayList<>();
    int start = from;
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        append(bytes, start, i, lines);
        lines.add(take(true));
        start = i + 1;
      }
    }
    append(bytes, start, to, lines);
    return lines;
  }

  /// What was printed of a line that has not been ended; empty when there is nothing.
  List<String> flush() {
    return fill == 0 ? List.of() : List.of(take(false));
  }

  /// Whether there is something of a line that has not been ended.
  boolean isBegun() {
    return fill > 0;
  }

  private void append(byte[] bytes, int from, int to, List<String> lines) {
    int at = from;
    while (at < to) {
      if (fill == PIECE_BYTES) {
        lines.add(takePiece());
      }
      int taken = Math.min(to - at, PIECE_BYTES - fill);
      System.arraycopy(bytes, at, begun, fill, taken);
      fill += taken;
      at += taken;
    }
  }

  private String take(boolean ended) {
    int length = ended && fill > 0 && begun[fill - 1] == '\r' ? fill - 1 : fill;
    fill = 0;
    return new String(begun, 0, length, StandardCharsets.UTF_8);
  }

  /// A full piece; the beginning of a character at its end stays for the next one.
  private String takePiece() {
    int cut = fill;
    while (cut > fill - 3 && (begun[cut - 1] & 0xc0) == 0x80) {
      cut--;
    }
    boolean lead = (begun[cut - 1] & 0xc0) == 0xc0;
    int length = lead && !isWhole(begun[cut - 1], fill - cut) ? cut - 1 : fill;
    String piece = new String(begun, 0, length, StandardCharsets.UTF_8);
    System.arraycopy(begun, length, begun, 0, fill - length);
    fill -= length;
    return piece;
  }

  private static boolean isWhole(byte lead, int continuations) {
    int needed = (lead & 0xf0) == 0xf0 ? 3 : (lead & 0xe0) == 0xe0 ? 2 : 1;
    return continuations >= needed;
  }
}
