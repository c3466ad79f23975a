package dev.lifeguard.javaworker;

import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns what a task returned into JSON as UTF-8: text, numbers, booleans, null, arrays, anything
/// that can be iterated, and maps. Within a limit, so that a huge result ends with words and not
/// with a heap that is full twice.
final class JsonWriter {
  /// The deepest nesting that Lifeguard takes.
  private static final int MAX_DEPTH = 500;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final long limit;
  private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
  private byte[] bytes = new byte[256];
  private int fill;

  private JsonWriter(long limit) {
    this.limit = limit;
  }

  /// The value as JSON.
  ///
  /// @param limit the most bytes
  /// @throws NotJson with the reason, if it cannot be said or is too long
  static byte[] write(@Nullable Object value, long limit) throws NotJson {
    JsonWriter writer = new JsonWriter(limit);
    writer.value(value);
    return Arrays.copyOf(writer.bytes, writer.fill);
  }

  private void value(@Nullable Object value) throws NotJson {
    if (value == null || value instanceof Boolean) {
      ascii(String.valueOf(value));
    } else if (value instanceof CharSequence || value instanceof Character) {
      string(value.toString());
    } else if (value instanceof Number number) {
      number(number);
    } else {
      container(value);
    }
  }

  private void container(Object value) throws NotJson {
    enter(value);
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof Iterable<?> elements && !(value instanceof Path)) {
      array(elements);
    } else if (value.getClass().isArray()) {
      array(value);
    } else {
      throw new NotJson("TypeError", "it is or holds a " + name(value));
    }
    open.remove(value);
  }

  private static String name(Object value) {
    return value.getClass().getTypeName();
  }

  private void enter(Object container) throws NotJson {
    if (!open.add(container)) {
      throw new NotJson("ValueError", "a " + name(container) + " in it holds itself");
    }
    if (open.size() > MAX_DEPTH) {
      throw new NotJson("ValueError", "it is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private void number(Number number) throws NotJson {
    String text = number.toString();
    if (text == null || !NUMBER.matcher(text).matches()) {
      boolean known = number instanceof Double || number instanceof Float;
      throw new NotJson(
          known ? "ValueError" : "TypeError",
          known
              ? "it is or holds " + text
              : "it is or holds a " + name(number) + " (" + text + ")");
    }
    ascii(text);
  }

  private void object(Map<?, ?> map) throws NotJson {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object key = entry.getKey();
      if (!(key instanceof CharSequence || key instanceof Number || key instanceof Boolean)) {
        String what = key == null ? "null" : "a " + name(key);
        throw new NotJson("TypeError", "a key of a map in it is " + what + " and not a text");
      }
      put(before);
      string(key.toString());
      put(':');
      value(entry.getValue());
      before = ',';
    }
    if (before == '{') {
      put('{');
    }
    put('}');
  }

  private void array(Iterable<?> elements) throws NotJson {
    char before = '[';
    for (Object element : elements) {
      put(before);
      value(element);
      before = ',';
    }
    if (before == '[') {
      put('[');
    }
    put(']');
  }

  private void array(Object array) throws NotJson {
    put('[');
    int length = Array.getLength(array);
    for (int i = 0; i < length; i++) {
      if (i > 0) {
        put(',');
      }
      value(Array.get(array, i));
    }
    put(']');
  }

  private void string(String text) throws NotJson {
    put('"');
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
        put(c);
      } else if (c < 0x80) {
        escape(c);
      } else if (c < 0x800) {
        put(0xc0 | c >> 6);
        put(0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        put(0xe0 | c >> 12);
        put(0x80 | (c >> 6 & 0x3f));
        put(0x80 | (c & 0x3f));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        put(0xf0 | point >> 18);
        put(0x80 | (point >> 12 & 0x3f));
        put(0x80 | (point >> 6 & 0x3f));
        put(0x80 | (point & 0x3f));
      } else {
        escape(c);
      }
    }
    put('"');
  }

  /// Also half of a surrogate pair, which cannot be UTF-8, but it can be \ud83d.
  private void escape(char c) throws NotJson {
    put('\\');
    switch (c) {
      case '"', '\\' -> put(c);
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        put('u');
        for (int shift = 12; shift >= 0; shift -= 4) {
          put(HEX[c >> shift & 0xf]);
        }
      }
    }
  }

  private void ascii(String text) throws NotJson {
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void put(int b) throws NotJson {
    if (fill == bytes.length) {
      grow();
    }
    bytes[fill++] = (byte) b;
  }

  private void grow() throws NotJson {
    if (fill >= limit) {
      throw new NotJson(
          "ValueError",
          "it is longer than the limit (limits.message) of " + limit + " bytes as JSON");
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(limit, 2L * fill));
  }
}
