package dev.lifeguard.gui.processes;

import java.util.ArrayList;
import java.util.List;

/// One piece of a filter.
///
/// @param kind what it is
/// @param text as it was typed, without quotation marks
/// @param from the index of its first character
/// @param to the index after its last one
record FilterToken(Kind kind, String text, int from, int to) {
  private static final String COMPARISONS = "=<>~";

  /// What a piece is.
  enum Kind {
    /// A name, a number, a word of the language.
    WORD,
    /// A text in quotation marks, which is never a word of the language.
    QUOTED,
    /// A text whose closing quotation mark is missing.
    UNCLOSED,
    /// `=`, `!=`, `<`, `>`, `<=`, `>=` or `~`.
    COMPARISON,
    /// `(`
    OPEN,
    /// `)`
    CLOSE,
    /// There is nothing more.
    END
  }

  /// Whether it is this word of the language.
  boolean is(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  /// Whether it can stand for itself: a name or a text.
  boolean isText() {
    return kind == Kind.WORD || kind == Kind.QUOTED;
  }

  /// Takes a filter to pieces; the last one is [Kind#END]. Every text has pieces.
  static List<FilterToken> of(String filter) {
    List<FilterToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < filter.length()) {
      if (Character.isWhitespace(filter.charAt(at))) {
        at++;
        continue;
      }
      FilterToken next = next(filter, at);
      tokens.add(next);
      at = next.to();
    }
    tokens.add(new FilterToken(Kind.END, "", filter.length(), filter.length()));
    return tokens;
  }

  private static FilterToken next(String filter, int at) {
    char c = filter.charAt(at);
    if (c == '(' || c == ')') {
      return new FilterToken(c == '(' ? Kind.OPEN : Kind.CLOSE, String.valueOf(c), at, at + 1);
    }
    if (c == '"') {
      return quoted(filter, at);
    }
    int comparison = comparisonLength(filter, at);
    if (comparison > 0) {
      String text = filter.substring(at, at + comparison);
      return new FilterToken(Kind.COMPARISON, text, at, at + comparison);
    }
    int end = at + 1;
    while (end < filter.length() && isWordAt(filter, end)) {
      end++;
    }
    return new FilterToken(Kind.WORD, filter.substring(at, end), at, end);
  }

  private static FilterToken quoted(String filter, int at) {
    int close = filter.indexOf('"', at + 1);
    return close < 0
        ? new FilterToken(Kind.UNCLOSED, filter.substring(at + 1), at, filter.length())
        : new FilterToken(Kind.QUOTED, filter.substring(at + 1, close), at, close + 1);
  }

  private static int comparisonLength(String filter, int at) {
    boolean equals = at + 1 < filter.length() && filter.charAt(at + 1) == '=';
    return switch (filter.charAt(at)) {
      case '!' -> equals ? 2 : 0;
      case '<', '>' -> equals ? 2 : 1;
      case '=', '~' -> 1;
      default -> 0;
    };
  }

  private static boolean isWordAt(String filter, int at) {
    char c = filter.charAt(at);
    return !Character.isWhitespace(c)
        && "()\"".indexOf(c) < 0
        && COMPARISONS.indexOf(c) < 0
        && comparisonLength(filter, at) == 0;
  }
}
