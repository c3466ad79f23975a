package dev.lifeguard.javaworker;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns the text of an item, which Lifeguard has checked before, into Java's own objects: String,
/// Long (BigInteger where it does not fit), Double, Boolean, null, List and Map in the order of the
/// text.
final class JsonReader {
  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /// The value.
  ///
  /// @throws NotJson if it is not exactly one JSON value
  static @Nullable Object read(String text) throws NotJson {
    JsonReader reader = new JsonReader(text);
    try {
      Object value = reader.value();
      reader.skipSpace();
      if (reader.at == text.length()) {
        return value;
      }
    } catch (IndexOutOfBoundsException | NumberFormatException broken) {
      throw reader.broken();
    }
    throw reader.broken();
  }

  private NotJson broken() {
    return new NotJson("ValueError", "the item is not JSON from character " + (at + 1) + " on");
  }

  private @Nullable Object value() throws NotJson {
    skipSpace();
    return switch (text.charAt(at)) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void expect(char wanted) throws NotJson {
    skipSpace();
    if (text.charAt(at) != wanted) {
      throw broken();
    }
    at++;
  }

  /// Whether this comes next; it is taken then.
  private boolean takes(char wanted) {
    skipSpace();
    boolean there = text.charAt(at) == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private Map<String, @Nullable Object> object() throws NotJson {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    expect('{');
    if (takes('}')) {
      return members;
    }
    do {
      skipSpace();
      String name = string();
      expect(':');
      members.put(name, value());
    } while (takes(','));
    expect('}');
    return members;
  }

  private List<@Nullable Object> array() throws NotJson {
    List<@Nullable Object> elements = new ArrayList<>();
    expect('[');
    if (takes(']')) {
      return elements;
    }
    do {
      elements.add(value());
    } while (takes(','));
    expect(']');
    return elements;
  }

  private @Nullable Object literal(String word, @Nullable Object value) throws NotJson {
    if (!text.startsWith(word, at)) {
      throw broken();
    }
    at += word.length();
    return value;
  }

  private Object number() throws NotJson {
    int from = at;
    boolean whole = true;
    while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
      whole &= ".eE".indexOf(text.charAt(at)) < 0;
      at++;
    }
    if (from == at) {
      throw broken();
    }
    String digits = text.substring(from, at);
    if (!whole) {
      return Double.valueOf(digits);
    }
    return digits.length() < 19 ? (Object) Long.valueOf(digits) : shortest(new BigInteger(digits));
  }

  private static Object shortest(BigInteger number) {
    return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
  }

  private String string() throws NotJson {
    expect('"');
    int end = at;
    while (text.charAt(end) != '"' && text.charAt(end) != '\\') {
      end++;
    }
    String plain = text.substring(at, end);
    at = end;
    if (text.charAt(at) == '"') {
      at++;
      return plain;
    }
    StringBuilder rest = new StringBuilder(plain);
    for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
      rest.append(c == '\\' ? escaped() : c);
    }
    return rest.toString();
  }

  private char escaped() throws NotJson {
    char c = text.charAt(at++);
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '"', '\\', '/' -> c;
      case 'u' -> {
        at += 4;
        yield (char) Integer.parseInt(text.substring(at - 4, at), 16);
      }
      default -> throw broken();
    };
  }
}
