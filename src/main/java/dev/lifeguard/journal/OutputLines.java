package dev.lifeguard.journal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts the output of one worker into marked lines and keeps the last ones. Thread-safe, though
/// only [#last] is meant for other threads than the one that brings the output.
final class OutputLines {
  /// How many lines an incident shows.
  static final int KEPT_LINES = 20;

  /// How many characters of a line are kept for that.
  static final int KEPT_CHARS = 2_000;

  // A longer line is written in pieces, each with the mark.
  private static final int LONGEST_PIECE = 8 << 10;
  private static final int BLOCK = 256 << 10;

  private final ArrayDeque<String> last = new ArrayDeque<>(KEPT_LINES);
  private final JsonLine block = new JsonLine();
  private byte[] line = new byte[256];
  private int size;
  private byte[] mark = {};
  private byte[] lineMark = {};
  private int markedTask = -1;
  private int markedAttempt = -1;
  private long droppedBytes;

  /// Takes the next bytes.
  ///
  /// @return what is complete now, in blocks of whole marked lines
  synchronized List<byte[]> append(int task, int attempt, byte[] bytes, int length) {
    List<byte[]> blocks = new ArrayList<>(1);
    useMark(task, attempt);
    int from = 0;
    while (from < length) {
      int to = from;
      int end = Math.min(length, from + LONGEST_PIECE - size);
      while (to < end && bytes[to] != '\n') {
        to++;
      }
      add(bytes, from, to);
      boolean complete = to < length && bytes[to] == '\n';
      if (complete || size >= LONGEST_PIECE) {
        endLine(blocks);
      }
      from = complete ? to + 1 : to;
    }
    takeBlock(blocks);
    return blocks;
  }

  /// Ends the last line, if it has no end.
  synchronized List<byte[]> finish() {
    List<byte[]> blocks = new ArrayList<>(1);
    if (size > 0) {
      endLine(blocks);
    }
    takeBlock(blocks);
    return blocks;
  }

  /// The last lines, oldest first; a line that has no end yet is the last one.
  synchronized List<String> last() {
    List<String> lines = new ArrayList<>(last);
    if (size > 0) {
      lines.add(text());
    }
    return List.copyOf(lines.subList(Math.max(0, lines.size() - KEPT_LINES), lines.size()));
  }

  void dropped(int bytes) {
    droppedBytes += bytes;
  }

  void forgetDropped() {
    droppedBytes = 0;
  }

  byte[] droppedNotice() {
    return droppedBytes == 0
        ? new byte[0]
        : ("[lifeguard] " + droppedBytes + " bytes were dropped here, the disk was too slow\n")
            .getBytes(StandardCharsets.UTF_8);
  }

  private void useMark(int task, int attempt) {
    if (task != markedTask || attempt != markedAttempt) {
      String text = task == 0 ? "[-] " : "[task " + task + "." + attempt + "] ";
      mark = text.getBytes(StandardCharsets.US_ASCII);
      markedTask = task;
      markedAttempt = attempt;
    }
  }

  private void add(byte[] bytes, int from, int to) {
    if (size == 0) {
      // A line belongs to the task that began it.
      lineMark = mark;
    }
    int wanted = size + to - from;
    if (wanted > line.length) {
      line = Arrays.copyOf(line, Math.max(wanted, Math.min(2 * line.length, LONGEST_PIECE)));
    }
    System.arraycopy(bytes, from, line, size, to - from);
    size = wanted;
  }

  private void endLine(List<byte[]> blocks) {
    if (size > 0 && line[size - 1] == '\r') {
      size--;
    }
    if (last.size() == KEPT_LINES) {
      last.removeFirst();
    }
    last.addLast(text());
    block.raw(lineMark, 0, lineMark.length).raw(line, 0, size).endLine();
    size = 0;
    if (block.size() >= BLOCK) {
      takeBlock(blocks);
    }
  }

  private String text() {
    // Four bytes make a character at most, so no more than these are looked at.
    String text = new String(line, 0, Math.min(size, 4 * KEPT_CHARS), StandardCharsets.UTF_8);
    return text.length() <= KEPT_CHARS ? text : text.substring(0, KEPT_CHARS - 1) + "…";
  }

  private void takeBlock(List<byte[]> blocks) {
    if (block.size() > 0) {
      blocks.add(block.copy());
      block.clear();
    }
  }
}
