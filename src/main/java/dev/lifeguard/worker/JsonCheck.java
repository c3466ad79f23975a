package dev.lifeguard.worker;

/// Checks, byte by byte and in any portions, that something is valid UTF-8 and exactly one JSON
/// value (RFC 8259), and turns the line breaks between tokens into spaces, so that the value fits
/// on one line of a file. Keeps no text and allocates nothing after its construction.
///
/// Not a parser: numbers may be of any size, keys may repeat, and an escaped half of a surrogate
/// pair is let through, as the grammar has it.
final class JsonCheck {
  /// How deep arrays and objects may be nested: what Jackson reads without being asked for more
  /// (`StreamReadConstraints.DEFAULT_MAX_DEPTH`).
  static final int MAX_DEPTH = 500;

  /// What is known so far.
  enum Verdict {
    /// The beginning of a value.
    UNFINISHED,
    /// A whole value; only white space may follow.
    WHOLE,
    /// Not JSON, or not UTF-8.
    BROKEN,
    /// Nested too deep to be looked at any further.
    TOO_DEEP
  }

  // What may come next. The states from STRING on are inside of a token.
  private static final int VALUE = 0;
  private static final int FIRST_VALUE = 1;
  private static final int FIRST_KEY = 2;
  private static final int KEY = 3;
  private static final int COLON = 4;
  private static final int SEPARATOR = 5;
  private static final int END = 6;
  private static final int STRING = 7;
  private static final int ESCAPE = 8;
  private static final int HEX = 9;
  private static final int CONTINUATION = 10;
  private static final int LITERAL = 11;
  private static final int MINUS = 12;
  private static final int ZERO = 13;
  private static final int INTEGER = 14;
  private static final int POINT = 15;
  private static final int FRACTION = 16;
  private static final int EXPONENT = 17;
  private static final int EXPONENT_SIGN = 18;
  private static final int EXPONENT_DIGITS = 19;
  private static final int BROKEN = 20;
  private static final int TOO_DEEP = 21;

  // One bit per open bracket: set for an object.
  private final long[] objects = new long[(MAX_DEPTH + 63) / 64];
  private int depth;
  private int state;
  private boolean inKey;
  private String literal = "";
  // How much of a literal, of an escape or of a character is still to come.
  private int remaining;
  private int lowest;
  private int highest;

  /// Begins a new value.
  void restart() {
    depth = 0;
    state = VALUE;
    inKey = false;
  }

  /// Looks at the next portion and replaces line breaks in it.
  ///
  /// @return the index of the first byte that is wrong, or `to`
  int accept(byte[] bytes, int from, int to) {
    if (state == TOO_DEEP) {
      return to;
    }
    int i = from;
    while (i < to) {
      if (state == STRING) {
        i = plainText(bytes, i, to);
        if (i == to) {
          break;
        }
      }
      byte next = bytes[i];
      if (state <= END && (next == '\n' || next == '\r')) {
        bytes[i] = ' ';
      } else if (state >= ZERO && (next == '\n' || next == '\r')) {
        bytes[i] = ' ';
        step(' ');
      } else {
        step(next & 0xff);
      }
      if (state == BROKEN) {
        return i;
      }
      if (state == TOO_DEEP) {
        return to;
      }
      i++;
    }
    return to;
  }

  /// The verdict if nothing more came.
  Verdict verdict() {
    return switch (state) {
      case BROKEN -> Verdict.BROKEN;
      case TOO_DEEP -> Verdict.TOO_DEEP;
      case END -> Verdict.WHOLE;
      case ZERO, INTEGER, FRACTION, EXPONENT_DIGITS ->
          depth == 0 ? Verdict.WHOLE : Verdict.UNFINISHED;
      default -> Verdict.UNFINISHED;
    };
  }

  /// The index of the first byte that is not a plain character of ASCII inside of a string.
  private static int plainText(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  private void step(int next) {
    switch (state) {
      case VALUE -> value(next);
      case FIRST_VALUE -> {
        if (next == ']') {
          close(false);
        } else {
          value(next);
        }
      }
      case FIRST_KEY -> {
        if (next == '}') {
          close(true);
        } else {
          key(next);
        }
      }
      case KEY -> key(next);
      case COLON -> expect(next, ':', VALUE);
      case SEPARATOR -> separator(next);
      case END -> space(next);
      case STRING -> text(next);
      case ESCAPE -> escape(next);
      case HEX -> hex(next);
      case CONTINUATION -> continuation(next);
      case LITERAL -> literal(next);
      default -> number(next);
    }
  }

  private void space(int next) {
    if (next != ' ' && next != '\t') {
      state = BROKEN;
    }
  }

  private void expect(int next, int wanted, int then) {
    if (next == wanted) {
      state = then;
    } else {
      space(next);
    }
  }

  private void value(int next) {
    switch (next) {
      case '"' -> openString(false);
      case '{' -> open(true);
      case '[' -> open(false);
      case 't' -> openLiteral("true");
      case 'f' -> openLiteral("false");
      case 'n' -> openLiteral("null");
      case '-' -> state = MINUS;
      case '0' -> state = ZERO;
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> state = INTEGER;
      default -> space(next);
    }
  }

  private void key(int next) {
    if (next == '"') {
      openString(true);
    } else {
      space(next);
    }
  }

  private void separator(int next) {
    boolean object = isObject();
    switch (next) {
      case ',' -> state = object ? KEY : VALUE;
      case '}' -> close(true);
      case ']' -> close(false);
      default -> space(next);
    }
  }

  private void open(boolean object) {
    if (depth == MAX_DEPTH) {
      state = TOO_DEEP;
      return;
    }
    long bit = 1L << depth;
    objects[depth >> 6] = object ? objects[depth >> 6] | bit : objects[depth >> 6] & ~bit;
    depth++;
    state = object ? FIRST_KEY : FIRST_VALUE;
  }

  private void close(boolean object) {
    if (isObject() != object) {
      state = BROKEN;
      return;
    }
    depth--;
    valueEnded();
  }

  private boolean isObject() {
    return (objects[(depth - 1) >> 6] & 1L << (depth - 1)) != 0;
  }

  private void valueEnded() {
    state = depth == 0 ? END : SEPARATOR;
  }

  private void openString(boolean key) {
    inKey = key;
    state = STRING;
  }

  private void openLiteral(String text) {
    literal = text;
    remaining = text.length() - 1;
    state = LITERAL;
  }

  private void literal(int next) {
    if (next != literal.charAt(literal.length() - remaining)) {
      state = BROKEN;
    } else if (--remaining == 0) {
      valueEnded();
    }
  }

  private void text(int next) {
    if (next == '"') {
      if (inKey) {
        state = COLON;
      } else {
        valueEnded();
      }
    } else if (next == '\\') {
      state = ESCAPE;
    } else if (next < ' ') {
      state = BROKEN;
    } else if (next >= 0x80) {
      lead(next);
    }
  }

  private void escape(int next) {
    switch (next) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> state = STRING;
      case 'u' -> {
        remaining = 4;
        state = HEX;
      }
      default -> state = BROKEN;
    }
  }

  private void hex(int next) {
    if (Character.digit(next, 16) < 0) {
      state = BROKEN;
    } else if (--remaining == 0) {
      state = STRING;
    }
  }

  /// The first byte of a character of several (RFC 3629, section 4).
  private void lead(int next) {
    remaining = next >= 0xf0 ? 3 : next >= 0xe0 ? 2 : 1;
    lowest = next == 0xe0 ? 0xa0 : next == 0xf0 ? 0x90 : 0x80;
    highest = next == 0xed ? 0x9f : next == 0xf4 ? 0x8f : 0xbf;
    state = next < 0xc2 || next > 0xf4 ? BROKEN : CONTINUATION;
  }

  private void continuation(int next) {
    if (next < lowest || next > highest) {
      state = BROKEN;
      return;
    }
    lowest = 0x80;
    highest = 0xbf;
    if (--remaining == 0) {
      state = STRING;
    }
  }

  private void number(int next) {
    boolean digit = next >= '0' && next <= '9';
    switch (state) {
      case MINUS -> state = next == '0' ? ZERO : digit ? INTEGER : BROKEN;
      case ZERO -> numberGoesOn(next, false);
      case INTEGER -> {
        if (!digit) {
          numberGoesOn(next, false);
        }
      }
      case POINT -> state = digit ? FRACTION : BROKEN;
      case FRACTION -> {
        if (!digit) {
          numberGoesOn(next, true);
        }
      }
      case EXPONENT ->
          state = next == '+' || next == '-' ? EXPONENT_SIGN : digit ? EXPONENT_DIGITS : BROKEN;
      case EXPONENT_SIGN -> state = digit ? EXPONENT_DIGITS : BROKEN;
      default -> {
        if (!digit) {
          numberEnded(next);
        }
      }
    }
  }

  private void numberGoesOn(int next, boolean hadPoint) {
    if (next == '.' && !hadPoint) {
      state = POINT;
    } else if (next == 'e' || next == 'E') {
      state = EXPONENT;
    } else {
      numberEnded(next);
    }
  }

  /// A number has no last byte of its own: this one already belongs to what follows.
  private void numberEnded(int next) {
    valueEnded();
    if (state == END) {
      space(next);
    } else {
      separator(next);
    }
  }
}
