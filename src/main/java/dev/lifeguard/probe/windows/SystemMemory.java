package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.probe.ShortageException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Memory of the process in which the functions run, for structures with pointers to each other. A
/// buffer is only where it is for the length of one call (see [Win32#addressOf]); this stays.
/// Belongs to one thread.
final class SystemMemory implements AutoCloseable {
  private static final int ZEROED = 0x40; // LPTR: and not to be moved

  private final Win32 win32;
  private final long address;

  private SystemMemory(Win32 win32, long address) {
    this.win32 = win32;
    this.address = address;
  }

  /// Sets some aside, all zeros.
  static SystemMemory allocate(Win32 win32, long bytes) throws IOException {
    Win32.Answer got = win32.call("kernel32", "LocalAlloc", number(ZEROED), number(bytes));
    if (got.value() == 0) {
      throw new ShortageException(StartError.words(got.lastError()));
    }
    return new SystemMemory(win32, got.value());
  }

  /// Where this part of it is: a pointer for a structure or for a function.
  long at(long offset) {
    return address + offset;
  }

  /// Copies something there.
  void put(long offset, MemorySegment what) {
    win32.call(
        "kernel32", "RtlMoveMemory", number(at(offset)), buffer(what), number(what.byteSize()));
  }

  @Override
  public void close() {
    win32.call("kernel32", "LocalFree", number(address));
  }
}
