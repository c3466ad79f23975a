package dev.lifeguard.jobfile;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Cuts a stream into lines without copying them: a line is a piece of the buffer until the next
/// call. Holds one buffer, as large as the longest line. A line break is `\n` or `\r\n`; the last
/// line needs none. A byte order mark at the beginning is skipped.
final class LineReader {
  /// The longest item that PRODUCT allows; one line of JSON text is not shorter than its value.
  private static final int LONGEST_LINE = 1 << 30;

  private static final int CHUNK = 128 << 10;

  private final InputStream in;
  private byte[] buffer = new byte[CHUNK];

  /// The place in the stream of the buffer's first byte.
  private long base;

  private int filled;
  private int from;
  private int to;
  private int next;
  private long number;

  /// Reads a stream that stands at this place.
  LineReader(InputStream in, long offset) {
    this.in = in;
    this.base = offset;
  }

  /// Goes to the next line. Waits for it if need be.
  ///
  /// @return false at the end
  /// @throws MalformedItem if a line is longer than 1 GiB
  boolean next() throws IOException, MalformedItem {
    int scanned = next;
    while (true) {
      int end = lineBreak(scanned);
      if (end >= 0) {
        take(end, end + 1);
        return true;
      }
      int known = filled - next;
      if (!fill()) {
        if (next == filled) {
          return false;
        }
        take(filled, filled);
        return true;
      }
      scanned = next + known;
    }
  }

  private void take(int end, int after) {
    from = next;
    to = end;
    next = after;
    number++;
  }

  /// Whether a line that is not blank is here already, so that even a reader that skips blank ones
  /// will not wait.
  boolean ready() {
    boolean blank = true;
    for (int i = next; i < filled; i++) {
      byte b = buffer[i];
      if (b == '\n' && !blank) {
        return true;
      }
      blank &= b == '\n' || b == '\r' || b == ' ' || b == '\t';
    }
    return false;
  }

  private int lineBreak(int start) {
    for (int i = start; i < filled; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean fill() throws IOException, MalformedItem {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      base += next;
      filled -= next;
      next = 0;
    }
    if (filled == buffer.length) {
      if (filled >= LONGEST_LINE) {
        throw new MalformedItem(number + 1, "is longer than 1 GiB, the largest item");
      }
      buffer = Arrays.copyOf(buffer, filled * 2);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      return false;
    }
    filled += read;
    if (base == 0 && number == 0) {
      skipByteOrderMark();
    }
    return true;
  }

  private void skipByteOrderMark() {
    if (filled >= 3
        && buffer[0] == (byte) 0xEF
        && buffer[1] == (byte) 0xBB
        && buffer[2] == (byte) 0xBF) {
      next = 3;
    }
  }

  /// The array that holds the line.
  byte[] bytes() {
    return buffer;
  }

  /// Where the line begins in the array.
  int from() {
    return from;
  }

  /// Where it ends in the array, without its line break.
  int to() {
    return to > from && buffer[to - 1] == '\r' && terminated() ? to - 1 : to;
  }

  /// Where it ends without its `\n` only, for text in which a `\r` may be meant.
  int toLineFeed() {
    return to;
  }

  /// Whether a line break follows the line.
  boolean terminated() {
    return next > to;
  }

  /// Where the line begins in the stream, in bytes.
  long offset() {
    return base + from;
  }

  /// The number of the line, from 1, counted from where reading began.
  long number() {
    return number;
  }
}
