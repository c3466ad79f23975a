package dev.lifeguard.worker;

import java.util.ArrayList;
import java.util.List;

/// How a program on Windows takes its line apart (Microsoft, "Parsing C command-line arguments"),
/// written anew from the rules, so that what was put on a line can be checked.
final class WindowsLine {
  private WindowsLine() {}

  /// The arguments on a line, the program's name first.
  static List<String> taken(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inside = false;
    boolean begun = false;
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      int end = at;
      while (end < line.length() && line.charAt(end) == '\\') {
        end++;
      }
      int count = end - at;
      boolean beforeQuote = end < line.length() && line.charAt(end) == '"';
      if (count > 0) {
        begun = true;
        word.repeat('\\', beforeQuote ? count / 2 : count);
        at = end;
        if (beforeQuote && count % 2 == 1) {
          word.append('"');
          at++;
        }
      } else if (c == '"') {
        begun = true;
        boolean twice = inside && at + 1 < line.length() && line.charAt(at + 1) == '"';
        if (twice) {
          word.append('"');
          at++;
        } else {
          inside = !inside;
        }
        at++;
      } else if (!inside && (c == ' ' || c == '\t')) {
        if (begun) {
          words.add(word.toString());
          word.setLength(0);
          begun = false;
        }
        at++;
      } else {
        begun = true;
        word.append(c);
        at++;
      }
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }
}
