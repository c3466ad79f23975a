package dev.lifeguard.worker;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.lifeguard.probe.linux.LinuxSys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Reads pipes block by block. Owned by one thread.
final class PipeReader {
  private final LinuxSys sys;
  private final MemorySegment buffer;
  private final byte[] block;

  /// @param bytes the size of a block
  PipeReader(LinuxSys sys, int bytes) {
    this.sys = sys;
    buffer = Arena.ofAuto().allocate(bytes, 64);
    block = new byte[bytes];
  }

  /// The calls of the thread that reads.
  LinuxSys sys() {
    return sys;
  }

  /// Where a block is read to.
  byte[] block() {
    return block;
  }

  /// Reads what is there, at most one block.
  ///
  /// @return how many bytes, 0 at the end, or the negated error number
  int read(int fd) {
    return read(fd, block);
  }

  /// The same into another array, no shorter than a block.
  int read(int fd, byte[] into) {
    int count = (int) sys.read(fd, buffer, block.length);
    if (count > 0) {
      MemorySegment.copy(buffer, JAVA_BYTE, 0, into, 0, count);
    }
    return count;
  }
}
