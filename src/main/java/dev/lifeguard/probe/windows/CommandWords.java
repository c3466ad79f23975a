package dev.lifeguard.probe.windows;

import java.util.ArrayList;
import java.util.List;

/// Takes a command line apart into words. Windows hands a program one text, and these are the rules
/// by which the C library makes its `argv` of it ("Parsing C command-line arguments", Microsoft):
/// 2n backslashes before a quote are n backslashes, and the quote begins or ends a quoted part; one
/// more makes it a quote of the word; two quotes within a quoted part are one of the word. The
/// first word is a path, in which backslashes are nothing else. Pure.
final class CommandWords {
  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int at;

  private CommandWords(String line) {
    this.line = line;
  }

  /// The words, the program first; none of an empty line.
  static List<String> of(String line) {
    return line.isBlank() ? List.of() : new CommandWords(line.strip()).read();
  }

  private List<String> read() {
    readProgram();
    while (skipBlanks()) {
      readArgument();
      words.add(word.toString());
      word.setLength(0);
    }
    return List.copyOf(words);
  }

  private boolean skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  private static boolean isBlank(char letter) {
    return letter == ' ' || letter == '\t';
  }

  private void readProgram() {
    boolean quoted = false;
    for (; at < line.length() && (quoted || !isBlank(line.charAt(at))); at++) {
      if (line.charAt(at) == '"') {
        quoted = !quoted;
      } else {
        word.append(line.charAt(at));
      }
    }
    words.add(word.toString());
    word.setLength(0);
  }

  private void readArgument() {
    boolean quoted = false;
    while (at < line.length() && (quoted || !isBlank(line.charAt(at)))) {
      int slashes = count('\\');
      at += slashes;
      if (at < line.length() && line.charAt(at) == '"') {
        word.append("\\".repeat(slashes / 2));
        if (slashes % 2 == 1) {
          word.append('"');
          at++;
        } else {
          quoted = readQuote(quoted);
        }
      } else {
        word.append("\\".repeat(slashes));
        if (slashes == 0) {
          word.append(line.charAt(at++));
        }
      }
    }
  }

  private boolean readQuote(boolean quoted) {
    at++;
    if (quoted && at < line.length() && line.charAt(at) == '"') {
      word.append('"');
      at++;
      return true;
    }
    return !quoted;
  }

  private int count(char letter) {
    int end = at;
    while (end < line.length() && line.charAt(end) == letter) {
      end++;
    }
    return end - at;
  }
}
