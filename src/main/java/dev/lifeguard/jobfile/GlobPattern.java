package dev.lifeguard.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A pattern of paths: `*` and `?` within a name, `[a-z]` and `[!a-z]` for one character, `{a,b}`
/// for either, `**` alone between slashes for any number of directories, `\` before a character
/// that stands for itself. A name that begins with a dot is a name like any other.
///
/// @param alternatives what the braces expand to; each is the names of a path, from the root
record GlobPattern(List<List<Segment>> alternatives) {
  private static final int MOST_ALTERNATIVES = 1_000;
  private static final String SPECIAL = "*?[]{}\\,";

  /// A name in a pattern.
  sealed interface Segment {}

  /// A name without wildcards.
  record Literal(String name) implements Segment {}

  /// A name with wildcards.
  record Wild(Pattern names) implements Segment {}

  /// Any number of directories, also none.
  record Deep() implements Segment {}

  /// The text as a pattern that matches only itself.
  static String literal(String text) {
    StringBuilder pattern = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (SPECIAL.indexOf(c) >= 0) {
            pattern.append('\\');
          }
          pattern.append((char) c);
        });
    return pattern.toString();
  }

  /// A pattern from the root, of one that may be relative. Names of directories are parted by `/`
  /// in patterns, on Windows as well, where a backslash could not be told from one before a
  /// character.
  ///
  /// @param base the directory that a relative pattern begins in
  /// @param separator what the system has between names
  /// @throws IllegalArgumentException if it cannot be one there, with a message for people
  static String absolute(String text, String base, char separator) {
    boolean drives = separator == '\\';
    if (drives && text.matches("[A-Za-z]:\\\\.*")) {
      throw new IllegalArgumentException(
          Printable.quoted(text)
              + " has backslashes, which stand before a character that means itself; write /"
              + " between the names, as in "
              + text.replace('\\', '/'));
    }
    boolean isAbsolute = text.startsWith("/") || (drives && text.matches("[A-Za-z]:/.*"));
    String whole =
        isAbsolute ? text : literal(drives ? base.replace('\\', '/') : base) + "/" + text;
    if (drives && whole.startsWith("//")) {
      throw new IllegalArgumentException(
          Printable.quoted(whole) + " is on another machine; give its directory a drive's letter");
    }
    return whole;
  }

  /// The drive of Windows that an alternative begins on, `C:`; empty where there are none.
  ///
  /// @param separator what the system has between names
  static String drive(List<Segment> alternative, char separator) {
    return separator == '\\'
            && !alternative.isEmpty()
            && alternative.getFirst() instanceof Literal(String name)
            && name.matches("[A-Za-z]:")
        ? name
        : "";
  }

  /// The pattern of a text.
  ///
  /// @param text absolute
  /// @throws IllegalArgumentException if it is none, with a message for people
  static GlobPattern parse(String text) {
    List<String> expanded = new ArrayList<>();
    expand(text, expanded);
    return new GlobPattern(expanded.stream().map(GlobPattern::segments).toList());
  }

  /// Appends the text with its first braces replaced by each of their choices, and so on.
  private static void expand(String text, List<String> into) {
    int open = find(text, 0, '{');
    if (open < 0) {
      into.add(text);
      if (into.size() > MOST_ALTERNATIVES) {
        throw new IllegalArgumentException(
            Printable.quoted(text) + " has more than 1,000 alternatives in braces; use fewer");
      }
      return;
    }
    int depth = 0;
    int choice = open + 1;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (depth == 1 && (c == ',' || c == '}')) {
        String end = text.substring(closing(text, open) + 1);
        expand(text.substring(0, open) + text.substring(choice, i) + end, into);
        choice = i + 1;
        if (c == '}') {
          return;
        }
      } else if (c == '}') {
        depth--;
      }
    }
    throw unclosed(text, '{');
  }

  private static int closing(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    throw unclosed(text, '{');
  }

  private static IllegalArgumentException unclosed(String text, char bracket) {
    return new IllegalArgumentException(
        "%s has a %s that is never closed; close it, or write \\%s for the character itself"
            .formatted(Printable.quoted(text), bracket, bracket));
  }

  /// Where a character stands that has no backslash before it; -1 if nowhere.
  private static int find(String text, int from, char wanted) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == wanted) {
        return i;
      }
    }
    return -1;
  }

  private static List<Segment> segments(String text) {
    List<Segment> segments = new ArrayList<>();
    for (String name : text.split("/", -1)) {
      if (name.equals("**")) {
        // Two in a row say no more than one.
        if (segments.isEmpty() || !(segments.getLast() instanceof Deep)) {
          segments.add(new Deep());
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        segments.add(segment(name));
      }
    }
    return segments;
  }

  private static Segment segment(String name) {
    StringBuilder literal = new StringBuilder();
    StringBuilder regex = new StringBuilder();
    boolean wild = false;
    int i = 0;
    while (i < name.length()) {
      char c = name.charAt(i);
      switch (c) {
        case '*', '?' -> {
          wild = true;
          boolean again = c == '*' && i > 0 && name.charAt(i - 1) == '*';
          regex.append(c == '?' ? "." : again ? "" : ".*");
        }
        case '[' -> {
          wild = true;
          int end = classEnd(name, i);
          regex.append(characterClass(name.substring(i + 1, end)));
          i = end;
        }
        default -> {
          if (c == '\\' && i + 1 < name.length()) {
            i++;
          }
          int codePoint = name.codePointAt(i);
          literal.appendCodePoint(codePoint);
          regex.append(Pattern.quote(Character.toString(codePoint)));
          i += Character.charCount(codePoint) - 1;
        }
      }
      i++;
    }
    return wild ? new Wild(compile(regex.toString(), name)) : new Literal(literal.toString());
  }

  private static Pattern compile(String regex, String name) {
    try {
      return Pattern.compile(regex, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          Printable.quoted(name) + " has a range in [] that is none; write it like [a-z]", e);
    }
  }

  private static int classEnd(String name, int open) {
    // A bracket right after the opening one, or its negation, stands for itself.
    int first = open + 1;
    if (first < name.length() && (name.charAt(first) == '!' || name.charAt(first) == '^')) {
      first++;
    }
    int end = find(name, first + 1, ']');
    if (first >= name.length() || end < 0) {
      throw unclosed(name, '[');
    }
    return end;
  }

  private static String characterClass(String inside) {
    boolean not = inside.startsWith("!") || inside.startsWith("^");
    StringBuilder regex = new StringBuilder(not ? "[^" : "[");
    for (int i = not ? 1 : 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      if (c == '\\' && i + 1 < inside.length()) {
        i++;
        c = inside.charAt(i);
      } else if (c == '-') {
        regex.append('-');
        continue;
      }
      if ("[]^&-\\".indexOf(c) >= 0) {
        regex.append('\\');
      }
      regex.append(c);
    }
    return regex.append(']').toString();
  }
}
