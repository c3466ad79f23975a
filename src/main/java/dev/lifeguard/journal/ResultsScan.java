package dev.lifeguard.journal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Finds out which tasks have a line in a results file, without holding a line: one of them may be
/// a gigabyte long.
final class ResultsScan {
  private static final byte[] HEAD = "{\"task\":".getBytes(StandardCharsets.US_ASCII);
  private static final int MOST_DIGITS = 10;
  private static final int BLOCK = 128 << 10;

  private final BitSet tasks = new BitSet();
  private final List<Line> unknown = new ArrayList<>();
  private final BitSet known;
  private long wholeBytes;
  private long strangeLines;

  // Of the line under the cursor.
  private long lineStart;
  private int inHead;
  private long task;
  private boolean headEnded;

  /// A line whose task was not expected to have one.
  ///
  /// @param offset where it begins in the file
  /// @param length its bytes, without the line end
  record Line(int task, long offset, long length) {}

  private ResultsScan(BitSet known) {
    this.known = known;
  }

  /// Reads a results file from end to end; one that is not there has no lines.
  ///
  /// @param known the tasks whose lines are expected; the places of all others are remembered
  static ResultsScan of(Path file, BitSet known) throws IOException {
    ResultsScan scan = new ResultsScan(known);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] block = new byte[BLOCK];
      long base = 0;
      for (int read = in.read(block); read > 0; read = in.read(block)) {
        scan.take(block, read, base);
        base += read;
      }
    } catch (NoSuchFileException e) {
      // It is made with the journal, and somebody took it away.
    }
    return scan;
  }

  private void take(byte[] block, int length, long base) {
    for (int i = 0; i < length; i++) {
      byte b = block[i];
      if (b == '\n') {
        endLine(base + i);
      } else if (!headEnded) {
        head(b);
      }
    }
  }

  private void head(byte b) {
    if (inHead < HEAD.length) {
      headEnded = b != HEAD[inHead];
    } else if (b >= '0' && b <= '9' && inHead < HEAD.length + MOST_DIGITS) {
      task = 10 * task + b - '0';
    } else {
      headEnded = true;
    }
    inHead++;
  }

  private void endLine(long end) {
    if (task >= 1 && task <= Integer.MAX_VALUE) {
      int number = (int) task;
      tasks.set(number);
      if (!known.get(number)) {
        unknown.add(new Line(number, lineStart, end - lineStart));
      }
    } else {
      strangeLines++;
    }
    wholeBytes = end + 1;
    lineStart = wholeBytes;
    inHead = 0;
    task = 0;
    headEnded = false;
  }

  /// The tasks that have a line.
  BitSet tasks() {
    return tasks;
  }

  /// The lines of tasks that were not expected to have one, in the order of the file.
  List<Line> unknown() {
    return unknown;
  }

  /// The length of the file without a torn line.
  long wholeBytes() {
    return wholeBytes;
  }

  /// How many lines are of no task.
  long strangeLines() {
    return strangeLines;
  }

  /// The text of a line, to be read while the file stays open.
  static InputStream text(RandomAccessFile file, Line line) throws IOException {
    file.seek(line.offset());
    return new BufferedInputStream(
        new BoundedStream(Channels.newInputStream(file.getChannel()), line.length()), BLOCK);
  }

  /// The first bytes of a stream, which stays open.
  private static final class BoundedStream extends InputStream {
    private final InputStream in;
    private long left;

    BoundedStream(InputStream in, long length) {
      this.in = in;
      left = length;
    }

    @Override
    public int read() throws IOException {
      if (left <= 0) {
        return -1;
      }
      left--;
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = in.read(bytes, offset, (int) Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }
  }
}
