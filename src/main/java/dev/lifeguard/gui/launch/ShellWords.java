package dev.lifeguard.gui.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Words as a POSIX shell writes them: quotation marks, apostrophes and backslashes, and nothing
/// else of a shell (POSIX.1-2024, Shell Command Language, 2.2 Quoting).
final class ShellWords {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=+@%,-]+");

  private ShellWords() {}

  /// A word as a shell takes it literally.
  static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// The words of a line.
  ///
  /// @return empty when a quotation mark is not closed, or a backslash stands at the end
  static Optional<List<String>> split(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '\'' || c == '"') {
        int close = closing(line, at);
        if (close < 0) {
          return Optional.empty();
        }
        String inner = line.substring(at + 1, close);
        word.append(c == '"' ? inner.replaceAll("\\\\([\"\\\\$`])", "$1") : inner);
        inWord = true;
        at = close + 1;
      } else if (c == '\\') {
        if (at + 1 == line.length()) {
          return Optional.empty();
        }
        word.append(line.charAt(at + 1));
        inWord = true;
        at += 2;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
        at++;
      } else {
        word.append(c);
        inWord = true;
        at++;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return Optional.of(words);
  }

  private static int closing(String line, int open) {
    char quote = line.charAt(open);
    for (int at = open + 1; at < line.length(); at++) {
      if (line.charAt(at) == quote) {
        return at;
      }
      if (quote == '"' && line.charAt(at) == '\\') {
        at++;
      }
    }
    return -1;
  }
}
