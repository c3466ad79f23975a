package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.math.BigDecimal;
import java.math.BigInteger;

/// Writes values of YAML as JSON.
final class JsonText {
  private JsonText() {}

  /// The value as one line of JSON.
  ///
  /// @throws IllegalArgumentException if JSON cannot carry it, with a message for people
  static Payload of(Node node) {
    StringBuilder json = new StringBuilder();
    append(node, json);
    return Payload.of(json.toString());
  }

  private static void append(Node node, StringBuilder json) {
    switch (node) {
      case Node.Scalar scalar -> appendScalar(scalar, json);
      case Node.Sequence sequence -> {
        json.append('[');
        for (Node item : sequence.items()) {
          separate(json, '[');
          append(item, json);
        }
        json.append(']');
      }
      case Node.Mapping mapping -> {
        json.append('{');
        for (Node.Entry entry : mapping.entries()) {
          separate(json, '{');
          if (!keyFits(entry.key())) {
            throw new IllegalArgumentException("a key is longer than 1000 characters; shorten it");
          }
          appendString(entry.key(), json);
          json.append(':');
          append(entry.value(), json);
        }
        json.append('}');
      }
    }
  }

  private static void separate(StringBuilder json, char opening) {
    if (json.charAt(json.length() - 1) != opening) {
      json.append(',');
    }
  }

  private static void appendScalar(Node.Scalar scalar, StringBuilder json) {
    String text = scalar.text();
    switch (scalar.kind()) {
      case STRING, UNTYPED -> appendString(text, json);
      case WHOLE -> json.append(whole(text));
      case DECIMAL -> json.append(decimal(text));
      case BOOLEAN -> json.append(text.equalsIgnoreCase("true"));
      case NULL -> json.append("null");
    }
  }

  private static String whole(String text) {
    if (text.length() > 1000) {
      throw new IllegalArgumentException("a number has more than 1000 digits; put it in quotes");
    }
    BigInteger number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    return number.toString();
  }

  private static String decimal(String text) {
    if (text.toLowerCase(java.util.Locale.ROOT).matches("[-+]?\\.(inf|nan)")) {
      throw new IllegalArgumentException(text + " is no number in JSON; put it in quotes");
    }
    if (text.length() > 1000) {
      throw new IllegalArgumentException("a number has more than 1000 digits; put it in quotes");
    }
    try {
      return new BigDecimal(text).toString();
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " is out of the range of numbers; put it in quotes", e);
    }
  }

  /// Whether a key can be written in YAML without ado: at most 1024 characters (YAML 1.2, section
  /// 7.4.2), quotes and escapes among them.
  static boolean keyFits(String key) {
    StringBuilder json = new StringBuilder();
    appendString(key, json);
    return json.length() <= 1000;
  }

  /// Appends a string in quotes. What YAML does not take raw (DEL, C1 controls, line separators,
  /// lone surrogates) is escaped as well, so that the text is both.
  static void appendString(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (mustEscape(text, i)) {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }

  private static boolean mustEscape(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    return c < 0x20
        || (c >= 0x7f && c < 0xa0)
        || c == '\u2028'
        || c == '\u2029'
        || c == 0xfeff
        || c >= 0xfffe;
  }
}
