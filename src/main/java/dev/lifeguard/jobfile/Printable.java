package dev.lifeguard.jobfile;

/// Text that is safe to show in one line.
final class Printable {
  private Printable() {}

  /// The text with every control character, line break and lone surrogate replaced by `·`.
  static String oneLine(String text) {
    if (text.codePoints().noneMatch(Printable::hidden)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(c -> hidden(c) ? '·' : c).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static boolean hidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /// The beginning of a text in quotes, for messages: 60 characters at most.
  static String quoted(String text) {
    int end = text.length() <= 60 ? text.length() : text.offsetByCodePoints(0, 60 / 2);
    return text.length() <= 60 ? "'" + text + "'" : "'" + text.substring(0, end) + "…'";
  }
}
