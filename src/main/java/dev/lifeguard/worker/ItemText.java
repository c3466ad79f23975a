package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An item as text for a command: a string is its raw text, anything else compact JSON. Only for
/// JSON that has been checked before.
final class ItemText {
  private final byte[] json;
  private int at;

  private ItemText(byte[] json) {
    this.json = json;
  }

  /// The text of an item.
  static byte[] of(Payload item) {
    ItemText text = new ItemText(item.utf8());
    text.skipSpace();
    return text.value();
  }

  /// Whether an item is a string.
  static boolean isString(Payload item) {
    ItemText text = new ItemText(item.utf8());
    text.skipSpace();
    return text.isAt('"');
  }

  /// The texts of an object's members; empty if the item is no object.
  static Optional<Map<String, byte[]>> members(Payload item) {
    ItemText text = new ItemText(item.utf8());
    text.skipSpace();
    return text.isAt('{') ? Optional.of(text.object()) : Optional.empty();
  }

  private boolean isAt(char wanted) {
    return at < json.length && json[at] == wanted;
  }

  private void skipSpace() {
    while (at < json.length && isSpace(json[at])) {
      at++;
    }
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  private Map<String, byte[]> object() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    while (at < json.length && !isAt('}')) {
      String name = new String(string(), StandardCharsets.UTF_8);
      skipSpace();
      at++; // the colon
      skipSpace();
      members.put(name, value());
      skipSpace();
      if (isAt(',')) {
        at++;
        skipSpace();
      }
    }
    return members;
  }

  private byte[] value() {
    return isAt('"') ? string() : other();
  }

  /// From the opening quote to behind the closing one.
  private byte[] string() {
    int from = ++at;
    while (!isAt('"') && !isAt('\\')) {
      at++;
    }
    if (isAt('"')) {
      return java.util.Arrays.copyOfRange(json, from, at++);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream(json.length);
    text.write(json, from, at - from);
    while (!isAt('"')) {
      if (isAt('\\')) {
        text.writeBytes(escaped().getBytes(StandardCharsets.UTF_8));
      } else {
        text.write(json[at++]);
      }
    }
    at++;
    return text.toByteArray();
  }

  /// One character; both halves of a pair if they follow each other.
  private String escaped() {
    char first = escapedUnit();
    boolean pair =
        Character.isHighSurrogate(first)
            && isAt('\\')
            && at + 1 < json.length
            && json[at + 1] == 'u';
    return pair ? String.valueOf(new char[] {first, escapedUnit()}) : String.valueOf(first);
  }

  private char escapedUnit() {
    byte c = json[at + 1];
    at += 2;
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        at += 4;
        String hex = new String(json, at - 4, 4, StandardCharsets.ISO_8859_1);
        yield (char) Integer.parseInt(hex, 16);
      }
      default -> (char) c;
    };
  }

  /// A value that is no string, without the spaces between its tokens; ends before the comma or
  /// bracket behind it.
  private byte[] other() {
    ByteArrayOutputStream compact = new ByteArrayOutputStream(json.length - at);
    int depth = 0;
    while (at < json.length) {
      byte b = json[at];
      if (b == '"') {
        int from = at;
        skipString();
        compact.write(json, from, at - from);
        continue;
      }
      boolean closes = b == ']' || b == '}';
      if (depth == 0 && (b == ',' || closes)) {
        break;
      }
      depth += b == '[' || b == '{' ? 1 : closes ? -1 : 0;
      if (!isSpace(b)) {
        compact.write(b);
      }
      at++;
    }
    return compact.toByteArray();
  }

  private void skipString() {
    at++;
    while (!isAt('"')) {
      at += isAt('\\') ? 2 : 1;
    }
    at++;
  }
}
