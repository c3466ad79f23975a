package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.testing.Patience;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;

/// A process of Windows, started by its own function, that does what its first word says:
/// `victim.c`. Ends it when it is closed.
final class Victim implements AutoCloseable {
  private static final int SUSPENDED = 4;
  private static final int STARTUPINFOW_BYTES = 104;

  private final Win32 win32;
  private final long handle;
  private final long thread;
  private final long pid;

  private Victim(Win32 win32, MemorySegment made) {
    this.win32 = win32;
    handle = made.get(ValueLayout.JAVA_LONG, 0);
    thread = made.get(ValueLayout.JAVA_LONG, 8);
    pid = Integer.toUnsignedLong(made.get(ValueLayout.JAVA_INT, 16));
  }

  static Victim start(Win32 win32, String words) {
    Victim victim = startSuspended(win32, words);
    victim.go();
    return victim;
  }

  /// It has run nothing yet, until [#go].
  static Victim startSuspended(Win32 win32, String words) {
    Path program = WindowsLab.program("victim");
    String line = "\"" + WindowsLab.windowsName(program) + "\" " + words;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment startup = arena.allocate(STARTUPINFOW_BYTES, 8);
      startup.set(ValueLayout.JAVA_INT, 0, STARTUPINFOW_BYTES);
      MemorySegment made = arena.allocate(24, 8);
      Win32.Answer answer =
          win32.call(
              "kernel32",
              "CreateProcessW",
              nothing(),
              buffer(arena.allocateFrom(line, StandardCharsets.UTF_16LE)),
              nothing(),
              nothing(),
              number(0),
              number(SUSPENDED),
              nothing(),
              nothing(),
              buffer(startup),
              buffer(made));
      assertThat(answer.isTrue()).as("%s: error %d", line, answer.lastError()).isTrue();
      return new Victim(win32, made);
    }
  }

  void go() {
    win32.call("kernel32", "ResumeThread", number(thread));
  }

  long pid() {
    return pid;
  }

  /// A handle with all rights.
  long handle() {
    return handle;
  }

  ProcessIdentity identity() {
    return ProcessList.now(win32).of(pid).orElseThrow().process();
  }

  /// A call of `VirtualAllocEx` in it.
  ///
  /// @param address 0 for anywhere
  /// @return where
  long allocate(long address, long bytes, int type) {
    int readAndWrite = 4;
    long at =
        win32
            .call(
                "kernel32",
                "VirtualAllocEx",
                number(handle),
                number(address),
                number(bytes),
                number(type),
                number(readAndWrite))
            .value();
    assertThat(at).isNotZero();
    return at;
  }

  /// Waits for its end.
  int exitCode() {
    Patience.await().until(() -> code().isPresent());
    return code().orElseThrow();
  }

  OptionalInt code() {
    if (win32.call("kernel32", "WaitForSingleObject", number(handle), number(0)).low() != 0) {
      return OptionalInt.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(ValueLayout.JAVA_INT);
      win32.call("kernel32", "GetExitCodeProcess", number(handle), buffer(code));
      return OptionalInt.of(code.get(ValueLayout.JAVA_INT, 0));
    }
  }

  boolean isAlive() {
    return code().isEmpty();
  }

  /// Ends it and waits for that.
  void end() {
    win32.call("kernel32", "TerminateProcess", number(handle), number(1));
    exitCode();
  }

  @Override
  public void close() {
    win32.call("kernel32", "TerminateProcess", number(handle), number(1));
    win32.call("kernel32", "CloseHandle", number(thread));
    win32.call("kernel32", "CloseHandle", number(handle));
  }
}
