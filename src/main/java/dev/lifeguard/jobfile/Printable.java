package dev.lifeguard.jobfile;

/// Text that is safe to show in one line.
public final class Printable {
  private Printable() {}

  /// The text with every control character, line break and lone surrogate replaced by `·`.
  public static String oneLine(String text) {
    if (plain(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints().map(c -> hidden(c) ? '·' : c).forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /// Nearly every text is plain ASCII, and the labels of a million items pass here.
  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
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
    return "'" + beginning(text, 60) + "'";
  }

  /// The text, or the beginning of it with an ellipsis.
  static String beginning(String text, int mostCharacters) {
    return text.codePointCount(0, text.length()) <= mostCharacters
        ? text
        : text.substring(0, text.offsetByCodePoints(0, mostCharacters - 1)) + "…";
  }
}
