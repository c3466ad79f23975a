package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// The complete lines of a file that may still grow. Not thread-safe.
final class LineFile {
  private static final int BLOCK = 64 << 10;
  // No line of a journal comes near this; a foreign file may have none at all.
  private static final int LONGEST = 64 << 20;

  private final FileChannel channel;
  private byte[] bytes = new byte[2 * BLOCK];
  private int from;
  private int searched;
  private int to;
  private int lineOffset;
  private int lineLength;
  private long number;
  private boolean cut;
  // Where the file stands that `bytes` begins with, and where a line begins that was cut away.
  private long base;
  private long cutFrom;

  private LineFile(FileChannel channel) {
    this.channel = channel;
  }

  static LineFile open(Path file) throws IOException {
    return new LineFile(FileChannel.open(file, StandardOpenOption.READ));
  }

  /// Goes to the next line that has its end. When there is none now, there may be one later. A line
  /// over 64 MiB comes as an empty one.
  boolean next() throws IOException {
    while (true) {
      for (; searched < to; searched++) {
        if (bytes[searched] == '\n') {
          lineOffset = from;
          lineLength = cut ? 0 : searched - from;
          cut = false;
          from = ++searched;
          number++;
          return true;
        }
      }
      if (!fill()) {
        return false;
      }
    }
  }

  /// Goes to the next line if it is a hot one. What is not, or is not here yet, is for [#next].
  boolean nextIs(HotLine hot) {
    int lineEnd = cut ? -1 : hot.scan(bytes, from, to);
    if (lineEnd < 0 || lineEnd == to || bytes[lineEnd] != '\n') {
      return false;
    }
    lineOffset = from;
    lineLength = lineEnd - from;
    from = lineEnd + 1;
    searched = from;
    number++;
    return true;
  }

  private boolean fill() throws IOException {
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, to - from);
      base += from;
      to -= from;
      searched -= from;
      from = 0;
    }
    if (to > LONGEST) {
      cutFrom = cut ? cutFrom : base;
      cut = true;
      base += to;
      to = 0;
      searched = 0;
    }
    if (bytes.length - to < BLOCK) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int read = channel.read(ByteBuffer.wrap(bytes, to, bytes.length - to));
    to += Math.max(read, 0);
    return read > 0;
  }

  /// The bytes that hold the line, valid until [#next].
  byte[] bytes() {
    return bytes;
  }

  int lineOffset() {
    return lineOffset;
  }

  int lineLength() {
    return lineLength;
  }

  /// The number of the line, the first is 1.
  long number() {
    return number;
  }

  /// How many bytes stand after the last line end.
  long tornBytes() {
    return base + to - nextOffset();
  }

  /// Where in the file the next line begins.
  long nextOffset() {
    return cut ? cutFrom : base + from;
  }

  void close() throws IOException {
    channel.close();
  }
}
