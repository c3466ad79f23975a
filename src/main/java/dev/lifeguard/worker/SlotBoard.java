package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The process groups of the commands that run now, as a file in memory that the [Guard] shares:
/// one line for each, with the group's number, or [#NOBODY] at its start.
///
/// A command may live for half a millisecond, so telling the guard each one through its pipe would
/// wake it twice for each. A line is written without a system call, into a mapping of the file, and
/// read only when we are gone. We may be killed in the midst of a line: it counts only once its
/// first letter says so, which is written last. Thread-safe, except that [#close] is the last call.
final class SlotBoard {
  private static final int LINE_BYTES = 12;

  // The file grows by so many, and the guard, a shell, reads it byte by byte.
  private static final int PART_LINES = 256;
  private static final int PART_BYTES = PART_LINES * LINE_BYTES;

  /// The first letter of a line that names nobody; the guard looks for lines that begin with a
  /// number, whatever spaces are before it.
  private static final byte NOBODY = '#';

  private static final byte SOMEBODY = ' ';
  private static final VarHandle FIRST_LETTER = ValueLayout.JAVA_BYTE.varHandle();

  private final LinuxSys sys;
  private final int fd;
  private final Arena arena = Arena.ofAuto();
  private final List<MemorySegment> parts = new ArrayList<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private int lines;

  SlotBoard(LinuxSys sys) {
    this.sys = sys;
    this.fd = sys.memoryFile();
  }

  /// The file; negative when the kernel refused one, and then the lifeline has to suffice.
  int fd() {
    return fd;
  }

  /// This group dies with us from now on.
  ///
  /// @return its line, to be cleared before the group's number is free; negative when there is
  ///   none, and then the lifeline has to suffice
  synchronized int list(long group) {
    if (free.isEmpty() && !makeRoom()) {
      return -1;
    }
    int line = free.isEmpty() ? lines++ : free.pop();
    MemorySegment part = parts.get(line / PART_LINES);
    int at = line % PART_LINES * LINE_BYTES;
    long rest = group;
    for (int i = LINE_BYTES - 2; i > 0; i--) {
      boolean digit = rest > 0 || i == LINE_BYTES - 2;
      part.set(ValueLayout.JAVA_BYTE, at + i, (byte) (digit ? '0' + rest % 10 : ' '));
      rest /= 10;
    }
    part.set(ValueLayout.JAVA_BYTE, at + LINE_BYTES - 1L, (byte) '\n');
    FIRST_LETTER.setRelease(part, (long) at, SOMEBODY);
    return line;
  }

  /// This line's group is about to be nobody's.
  synchronized void clear(int line) {
    if (line >= 0) {
      long at = (long) (line % PART_LINES) * LINE_BYTES;
      FIRST_LETTER.setVolatile(parts.get(line / PART_LINES), at, NOBODY);
      free.push(line);
    }
  }

  /// Whether there is room for one more line, now at the latest.
  private boolean makeRoom() {
    if (lines < parts.size() * PART_LINES) {
      return true;
    }
    if (fd < 0) {
      return false;
    }
    long at = (long) parts.size() * PART_BYTES;
    Path file = Path.of("/proc/self/fd/" + fd);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      parts.add(channel.map(FileChannel.MapMode.READ_WRITE, at, PART_BYTES, arena));
      return true;
    } catch (IOException | UnsupportedOperationException refused) {
      return false;
    }
  }

  void close() {
    if (fd >= 0) {
      sys.close(fd);
    }
  }
}
