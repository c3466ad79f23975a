package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a few bytes of another process's memory: the arguments of a system call that are behind a
/// pointer. Needs the same right as reading which call it is (`PTRACE_MODE_ATTACH`).
final class ForeignMemory {
  private static final long NANOS = 1_000_000_000L;

  private ForeignMemory() {}

  /// Some bytes; empty when they may not be read or are not there.
  ///
  /// @param thread `/proc/PID/task/TID/`
  static Optional<ByteBuffer> read(String thread, long address, int length) {
    byte[] bytes = new byte[length];
    try (RandomAccessFile memory = new RandomAccessFile(thread + "mem", "r")) {
      memory.seek(address);
      memory.readFully(bytes);
      return Optional.of(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// A `struct timespec`, in nanoseconds.
  static OptionalLong timespec(String thread, long address) {
    Optional<ByteBuffer> bytes = address == 0 ? Optional.empty() : read(thread, address, 16);
    return bytes.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(bytes.get().getLong(0) * NANOS + bytes.get().getLong(8));
  }
}
