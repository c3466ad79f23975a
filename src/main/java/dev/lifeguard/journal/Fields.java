package dev.lifeguard.journal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// One JSON object of a line, whose fields may stand in any order; fields that nobody asks for are
/// left alone, because a newer minor version may have added them. When a key stands there twice,
/// the first one counts.
final class Fields {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION).build();

  // Behind these and six more decimals a long is not full yet.
  private static final int MOST_PLAIN_DIGITS = 12;

  // An object has a dozen keys at most, for which looking at one after the other beats hashing.
  private final List<String> keys = new ArrayList<>(8);
  private final List<Object> values = new ArrayList<>(8);

  private record Numeral(String text) {}

  private enum Other {
    NULL,
    TRUE,
    FALSE
  }

  private Fields() {}

  /// Reads the one object that these bytes are.
  static Fields parse(byte[] bytes, int offset, int length) throws Unreadable {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Unreadable("it is no JSON object");
      }
      Fields fields = object(parser);
      if (parser.nextToken() != null) {
        throw new Unreadable("something follows its end");
      }
      return fields;
    } catch (JacksonException e) {
      throw new Unreadable("it is no valid JSON (" + e.getOriginalMessage() + ")");
    }
  }

  private static Fields object(JsonParser parser) throws Unreadable {
    Fields fields = new Fields();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      fields.keys.add(parser.currentName());
      fields.values.add(value(parser, nextToken(parser)));
    }
    return fields;
  }

  private static Object value(JsonParser parser, JsonToken token) throws Unreadable {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getString());
      case VALUE_TRUE -> Other.TRUE;
      case VALUE_FALSE -> Other.FALSE;
      case VALUE_NULL -> Other.NULL;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new Unreadable("a value is missing");
    };
  }

  private static List<Object> list(JsonParser parser) throws Unreadable {
    List<Object> list = new ArrayList<>();
    for (JsonToken t = nextToken(parser); t != JsonToken.END_ARRAY; t = nextToken(parser)) {
      list.add(value(parser, t));
    }
    return list;
  }

  private static JsonToken nextToken(JsonParser parser) throws Unreadable {
    @Nullable JsonToken token = parser.nextToken();
    if (token == null) {
      throw new Unreadable("it ends in the middle");
    }
    return token;
  }

  /// Whether the key is there and not null.
  boolean has(String key) {
    @Nullable Object value = find(key);
    return value != null && value != Other.NULL;
  }

  String text(String key) throws Unreadable {
    if (get(key) instanceof String text) {
      return text;
    }
    throw isNo(key, "text");
  }

  long wholeLong(String key) throws Unreadable {
    try {
      return Long.parseLong(numeral(key).text());
    } catch (NumberFormatException e) {
      throw isNo(key, "whole number");
    }
  }

  int whole(String key) throws Unreadable {
    long value = wholeLong(key);
    if (value != (int) value) {
      throw isNo(key, "number of this size");
    }
    return (int) value;
  }

  OptionalInt wholeIfAny(String key) throws Unreadable {
    return has(key) ? OptionalInt.of(whole(key)) : OptionalInt.empty();
  }

  OptionalLong wholeLongIfAny(String key) throws Unreadable {
    return has(key) ? OptionalLong.of(wholeLong(key)) : OptionalLong.empty();
  }

  double decimal(String key) throws Unreadable {
    return Double.parseDouble(numeral(key).text());
  }

  boolean yes(String key) throws Unreadable {
    return switch (get(key)) {
      case Other.TRUE -> true;
      case Other.FALSE -> false;
      default -> throw isNo(key, "true or false");
    };
  }

  /// A number of milliseconds with up to six decimals, as nanoseconds.
  long nanos(String key) throws Unreadable {
    String text = numeral(key).text();
    long plain = plainNanos(text);
    if (plain >= 0) {
      return plain;
    }
    try {
      return new BigDecimal(text).movePointRight(6).longValueExact();
    } catch (ArithmeticException | NumberFormatException e) {
      throw isNo(key, "time in milliseconds");
    }
  }

  /// Reads `12.345` by hand, as nearly every time in a journal is written, without a decimal object
  /// for each of two million events. -1 for anything else.
  private static long plainNanos(String text) {
    int length = text.length();
    long value = 0;
    int decimals = -1;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c == '.' && decimals < 0) {
        decimals = 0;
      } else if (c >= '0' && c <= '9' && i < MOST_PLAIN_DIGITS && decimals < 6) {
        value = 10 * value + (c - '0');
        decimals += decimals < 0 ? 0 : 1;
      } else {
        return -1;
      }
    }
    for (int i = Math.max(0, decimals); i < 6; i++) {
      value *= 10;
    }
    return value;
  }

  OptionalLong nanosIfAny(String key) throws Unreadable {
    return has(key) ? OptionalLong.of(nanos(key)) : OptionalLong.empty();
  }

  Fields object(String key) throws Unreadable {
    if (get(key) instanceof Fields fields) {
      return fields;
    }
    throw isNo(key, "object");
  }

  List<Fields> objects(String key) throws Unreadable {
    return elements(key, Fields.class);
  }

  List<String> texts(String key) throws Unreadable {
    return elements(key, String.class);
  }

  private <T> List<T> elements(String key, Class<T> kind) throws Unreadable {
    if (!(get(key) instanceof List<?> list)) {
      throw isNo(key, "list");
    }
    List<T> elements = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!kind.isInstance(element)) {
        throw isNo(key, "list of the right things");
      }
      elements.add(kind.cast(element));
    }
    return elements;
  }

  private Numeral numeral(String key) throws Unreadable {
    if (get(key) instanceof Numeral numeral) {
      return numeral;
    }
    throw isNo(key, "number");
  }

  private Object get(String key) throws Unreadable {
    @Nullable Object value = find(key);
    if (value == null || value == Other.NULL) {
      throw new Unreadable("it has no '" + key + "'");
    }
    return value;
  }

  private @Nullable Object find(String key) {
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).equals(key)) {
        return values.get(i);
      }
    }
    return null;
  }

  private static Unreadable isNo(String key, String wanted) {
    return new Unreadable("its '" + key + "' is no " + wanted);
  }
}
