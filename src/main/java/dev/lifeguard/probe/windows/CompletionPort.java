package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// A queue of the system's, into which job objects put their messages.
final class CompletionPort implements AutoCloseable {
  private static final int FOREVER = -1;
  private static final long INVALID_HANDLE = -1;

  private final Win32 win32;
  private final long handle;

  /// A message.
  ///
  /// @param key who has sent it
  /// @param number what it says
  /// @param pid the process that it is about; 0 without one
  record Message(long key, int number, long pid) {}

  private CompletionPort(Win32 win32, long handle) {
    this.win32 = win32;
    this.handle = handle;
  }

  /// @throws IOException with a sentence for the user
  static CompletionPort open(Win32 win32) throws IOException {
    Win32.Answer made =
        win32.call(
            "kernel32",
            "CreateIoCompletionPort",
            number(INVALID_HANDLE),
            nothing(),
            number(0),
            number(1));
    if (made.value() == 0) {
      throw new IOException(
          "a completion port cannot be made (error " + made.lastError() + " of Windows)");
    }
    return new CompletionPort(win32, made.value());
  }

  long handle() {
    return handle;
  }

  /// Waits for the next message. One thread.
  ///
  /// @return empty when the port is of no use any more
  Optional<Message> take() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment key = arena.allocate(ValueLayout.JAVA_LONG);
      MemorySegment pid = arena.allocate(ValueLayout.JAVA_LONG);
      boolean told =
          win32
              .call(
                  "kernel32",
                  "GetQueuedCompletionStatus",
                  number(handle),
                  buffer(number),
                  buffer(key),
                  buffer(pid),
                  number(FOREVER))
              .isTrue();
      return told
          ? Optional.of(
              new Message(
                  key.get(ValueLayout.JAVA_LONG, 0),
                  number.get(ValueLayout.JAVA_INT, 0),
                  pid.get(ValueLayout.JAVA_LONG, 0)))
          : Optional.empty();
    }
  }

  /// Puts a message of ours into it, so that who waits wakes. Any thread.
  void post(long key) {
    win32.call(
        "kernel32",
        "PostQueuedCompletionStatus",
        number(handle),
        number(0),
        number(key),
        nothing());
  }

  @Override
  public void close() {
    win32.call("kernel32", "CloseHandle", number(handle));
  }
}
