package dev.lifeguard.jobfile;

import java.nio.charset.StandardCharsets;

/// What a person sees of an item.
final class Label {
  /// So many characters go into the journal for every task that starts.
  private static final int LONGEST = 120;

  private Label() {}

  /// The beginning of a text.
  static String of(String text) {
    int end =
        text.codePointCount(0, Math.min(text.length(), 2 * LONGEST)) > LONGEST
            ? text.offsetByCodePoints(0, LONGEST)
            : Math.min(text.length(), 2 * LONGEST);
    return Printable.oneLine(text.substring(0, end));
  }

  /// The beginning of a text in UTF-8, of which only the beginning is decoded.
  static String of(byte[] utf8, int from, int to) {
    // A character has four bytes at most; the one that the cut goes through is beyond the last.
    int end = Math.min(to, from + 4 * (LONGEST + 1));
    return of(new String(utf8, from, end - from, StandardCharsets.UTF_8));
  }
}
