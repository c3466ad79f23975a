package dev.lifeguard.journal;

import dev.lifeguard.job.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Bytes that grow, with what it takes to write lines of JSON into them and nothing more. Commas
/// are put in by itself. Not thread-safe.
///
/// Why not a general generator: the hot events are written several hundred thousand times a second
/// and this allocates nothing; and items are cut to 120 characters, which may cut a pair of
/// surrogates in two. A general generator refuses half a pair, this one writes it as an escape.
final class JsonLine {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  // Nanoseconds in a millisecond, and microseconds in a second.
  private static final int MILLION = 1_000_000;

  private byte[] bytes = new byte[1024];
  private int size;

  /// How many bytes there are.
  int size() {
    return size;
  }

  /// A view of the bytes, valid until the next change.
  ByteBuffer view() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /// A copy of the bytes.
  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /// Forgets everything, and gives memory back after an unusually long text.
  void clear() {
    size = 0;
    if (bytes.length > 4 << 20) {
      bytes = new byte[1024];
    }
  }

  /// Opens an object, as a value in a list or as the line itself.
  JsonLine begin() {
    comma();
    return put('{');
  }

  /// Opens an object as the value of a key.
  JsonLine begin(String key) {
    return key(key).put('{');
  }

  /// Closes the object.
  JsonLine end() {
    return put('}');
  }

  /// Opens a list as the value of a key.
  JsonLine beginList(String key) {
    return key(key).put('[');
  }

  /// Closes the list.
  JsonLine endList() {
    return put(']');
  }

  /// Ends the line.
  JsonLine endLine() {
    return put('\n');
  }

  JsonLine field(String key, String value) {
    return key(key).text(value);
  }

  JsonLine field(String key, long value) {
    return key(key).digits(value);
  }

  JsonLine field(String key, boolean value) {
    return key(key).ascii(value ? "true" : "false");
  }

  /// JSON knows no infinity and no NaN; they are written as 0.
  JsonLine field(String key, double value) {
    return key(key).ascii(Double.isFinite(value) ? Double.toString(value) : "0.0");
  }

  /// Nothing at all when it is absent.
  JsonLine field(String key, OptionalInt value) {
    return value.isPresent() ? field(key, value.getAsInt()) : this;
  }

  /// Nothing at all when it is absent.
  JsonLine field(String key, OptionalLong value) {
    return value.isPresent() ? field(key, value.getAsLong()) : this;
  }

  /// `null` when it is absent.
  JsonLine fieldOrNull(String key, OptionalInt value) {
    return value.isPresent() ? field(key, value.getAsInt()) : fieldNull(key);
  }

  /// `null` when it is absent.
  JsonLine fieldOrNull(String key, OptionalLong value) {
    return value.isPresent() ? field(key, value.getAsLong()) : fieldNull(key);
  }

  JsonLine fieldNull(String key) {
    return key(key).ascii("null");
  }

  /// A value that is JSON already; `null` when it is empty.
  JsonLine field(String key, Payload json) {
    return key(key).value(json);
  }

  /// A value that is JSON already, without a key; `null` when it is empty.
  JsonLine value(Payload json) {
    return json.isEmpty() ? ascii("null") : raw(json.utf8(), 0, json.size());
  }

  /// A time or duration in nanoseconds, as milliseconds with as many decimals as it has.
  JsonLine millis(String key, long nanos) {
    return key(key).millionths(nanos);
  }

  /// A duration in nanoseconds, as seconds cut to whole microseconds.
  JsonLine seconds(String key, long nanos) {
    return key(key).millionths(nanos / 1000);
  }

  /// A time or duration in nanoseconds, as microseconds with three decimals.
  JsonLine micros(String key, long nanos) {
    int rest = (int) (nanos % 1000);
    key(key).digits(nanos / 1000).put('.');
    return put('0' + rest / 100).put('0' + rest / 10 % 10).put('0' + rest % 10);
  }

  /// A number of millionths, with as many decimals as it has and without a key.
  JsonLine millionths(long value) {
    // The remainder of a negative number is negative, and so is the smallest long's quotient; both
    // are small enough to be turned around.
    if (value < 0) {
      put('-');
    }
    digits(Math.abs(value / MILLION));
    int rest = Math.abs((int) (value % MILLION));
    if (rest == 0) {
      return this;
    }
    put('.');
    for (int unit = MILLION / 10; rest > 0; unit /= 10) {
      put('0' + rest / unit);
      rest %= unit;
    }
    return this;
  }

  /// Bytes as they are.
  JsonLine raw(byte[] source) {
    return raw(source, 0, source.length);
  }

  /// Bytes as they are.
  JsonLine raw(byte[] source, int offset, int length) {
    room(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
    return this;
  }

  /// A whole number, as a value in a list.
  JsonLine element(int value) {
    comma();
    return digits(value);
  }

  /// A text in quotation marks, as a value in a list.
  JsonLine element(String value) {
    comma();
    return text(value);
  }

  private JsonLine key(String key) {
    comma();
    put('"').ascii(key);
    return put('"').put(':');
  }

  private void comma() {
    byte last = size == 0 ? (byte) '\n' : bytes[size - 1];
    if (last != '{' && last != '[' && last != '\n') {
      put(',');
    }
  }

  /// A text in quotation marks, without a key.
  JsonLine text(String value) {
    put('"');
    // A character takes six bytes at most, as an escape.
    room(value.length() * 6 + 1);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= 0x20 && c < 0x80 && c != '"' && c != '\\') {
        bytes[size++] = (byte) c;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        wide(Character.toCodePoint(c, value.charAt(++i)));
      } else {
        special(c);
      }
    }
    return put('"');
  }

  private void special(char c) {
    if (c == '"' || c == '\\') {
      put('\\').put(c);
    } else if (c == '\n') {
      put('\\').put('n');
    } else if (c < 0x20 || Character.isSurrogate(c)) {
      put('\\').put('u');
      put(HEX[c >> 12]).put(HEX[(c >> 8) & 15]).put(HEX[(c >> 4) & 15]).put(HEX[c & 15]);
    } else if (c < 0x800) {
      put(0xC0 | (c >> 6)).follower(c);
    } else {
      put(0xE0 | (c >> 12)).follower(c >> 6).follower(c);
    }
  }

  private void wide(int point) {
    put(0xF0 | (point >> 18)).follower(point >> 12);
    follower(point >> 6).follower(point);
  }

  /// A byte of UTF-8 behind the first one of a character.
  private JsonLine follower(int bits) {
    return put(0x80 | (bits & 0x3F));
  }

  /// A whole number, without a key.
  JsonLine digits(long value) {
    if (value < 0) {
      return ascii(Long.toString(value));
    }
    int count = 1;
    for (long rest = value; rest >= 10; rest /= 10) {
      count++;
    }
    room(count);
    long rest = value;
    for (int i = size + count - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
    return this;
  }

  private JsonLine ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
    return this;
  }

  private JsonLine put(int b) {
    room(1);
    bytes[size++] = (byte) b;
    return this;
  }

  private void room(int more) {
    int wanted = Math.addExact(size, more);
    if (wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length + (bytes.length >> 1)));
    }
  }
}
