package dev.lifeguard.worker;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The members of one JSON object that are strings or numbers, by name. Only for text that
/// [JsonCheck] has found whole: `hello` and `failed` messages, which are too rare and too small for
/// a parser of their own.
final class JsonMembers {
  private final String text;
  private final Map<String, String> members = new HashMap<>();
  private int at;

  private JsonMembers(String text) {
    this.text = text;
  }

  /// The members; none if this is no object.
  static JsonMembers of(byte[] json) {
    JsonMembers members = new JsonMembers(new String(json, StandardCharsets.UTF_8));
    members.read();
    return members;
  }

  /// A member's text, or this fallback when it is missing or neither a string nor a number.
  String string(String name, String fallback) {
    return members.getOrDefault(name, fallback);
  }

  /// A member's whole number, or 0 when it is missing or not one.
  long number(String name) {
    String value = members.getOrDefault(name, "");
    boolean digits = !value.isEmpty() && value.length() <= 18;
    return digits && value.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(value) : 0;
  }

  private void read() {
    skipSpace();
    if (next() != '{') {
      return;
    }
    skipSpace();
    while (at < text.length() && next() == '"') {
      String name = readString();
      skipSpace();
      at++; // the colon
      skipSpace();
      if (text.charAt(at) == '"') {
        at++;
        members.put(name, readString());
      } else {
        String other = readOther();
        if (!other.isEmpty() && "-0123456789".indexOf(other.charAt(0)) >= 0) {
          members.put(name, other);
        }
      }
      skipSpace();
      at++; // the comma or the closing brace
      skipSpace();
    }
  }

  private char next() {
    return text.charAt(at++);
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  /// From after the opening quote to after the closing one.
  private String readString() {
    StringBuilder result = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      result.append(c == '\\' ? escaped() : c);
    }
    return result.toString();
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> c;
    };
  }

  /// A value that is no string, as it stands there; ends before the comma or brace after it.
  private String readOther() {
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        readString();
        continue;
      }
      if (depth == 0 && (c == ',' || c == '}')) {
        break;
      }
      depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
      at++;
    }
    return text.substring(start, at).strip();
  }
}
