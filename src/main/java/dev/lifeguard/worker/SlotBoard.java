package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;

/// The process groups of the commands that run now, as a file in memory that the [Guard] shares:
/// one line for each, with the group's number or 0.
///
/// A command may live for half a millisecond, so telling the guard each one through its pipe would
/// wake it twice for each. A line is written with one system call and read only when we are gone.
/// Owned by one thread.
final class SlotBoard {
  private static final int LINE_BYTES = 12;

  private final LinuxSys sys;
  private final int fd;
  private final MemorySegment text = Arena.ofAuto().allocate(LINE_BYTES);
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
  /// @return its line, to be cleared before the group's number is free
  int list(long group) {
    int line = free.isEmpty() ? lines++ : free.pop();
    write(line, group);
    return line;
  }

  /// This line's group is about to be nobody's.
  void clear(int line) {
    write(line, 0);
    free.push(line);
  }

  private void write(int line, long group) {
    if (fd < 0) {
      return;
    }
    long rest = group;
    for (int i = LINE_BYTES - 2; i >= 0; i--) {
      boolean digit = rest > 0 || i == LINE_BYTES - 2;
      text.set(ValueLayout.JAVA_BYTE, i, (byte) (digit ? '0' + rest % 10 : ' '));
      rest /= 10;
    }
    text.set(ValueLayout.JAVA_BYTE, LINE_BYTES - 1, (byte) '\n');
    sys.write(fd, text, LINE_BYTES, (long) line * LINE_BYTES);
  }

  void close() {
    if (fd >= 0) {
      sys.close(fd);
    }
  }
}
