package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.PROCESS_MEMORY_COUNTERS_EX;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.job.ProcessIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A handle to a process, with some rights on it. As long as it is open, the number of the process
/// has no other owner, and its exit code can be had. Any thread, until it is closed.
final class OpenedProcess implements AutoCloseable {
  // Rights, winnt.h.
  static final int TERMINATE = 0x0001;
  static final int SET_QUOTA = 0x0100;
  static final int READ_MEMORY = 0x0010;
  static final int QUERY = 0x0400;
  static final int SUSPEND = 0x0800;
  static final int QUERY_LIMITED = 0x1000;
  static final int WAIT = 0x0010_0000;

  private static final int ACCESS_DENIED = 5;
  private static final int HAS_ENDED = 0; // WAIT_OBJECT_0
  private static final long WORKING_SET = offset(PROCESS_MEMORY_COUNTERS_EX, "WorkingSetSize");

  private final Win32 win32;
  private final ProcessIdentity process;
  private final long handle;

  /// What came of asking for a handle.
  sealed interface Opening {
    /// Here it is; whoever asked closes it.
    record Opened(OpenedProcess process) implements Opening {}

    /// There is no such process any more.
    record Gone() implements Opening {}

    /// These rights do not allow it.
    record Denied() implements Opening {}
  }

  private OpenedProcess(Win32 win32, ProcessIdentity process, long handle) {
    this.win32 = win32;
    this.process = process;
    this.handle = handle;
  }

  /// Opens this very process.
  ///
  /// @param rights what is wanted; the least that tells who it is comes on top
  static Opening open(Win32 win32, ProcessIdentity process, int rights) {
    Win32.Answer answer =
        win32.call(
            "kernel32",
            "OpenProcess",
            number(rights | QUERY_LIMITED),
            number(0),
            number(process.pid()));
    if (answer.value() == 0) {
      return answer.lastError() == ACCESS_DENIED ? new Opening.Denied() : new Opening.Gone();
    }
    OpenedProcess opened = new OpenedProcess(win32, process, answer.value());
    // The handle is for whoever has the number now; this tells whether that is the one meant.
    if (startMillis(win32, answer.value()) == process.startTicks()) {
      return new Opening.Opened(opened);
    }
    opened.close();
    return new Opening.Gone();
  }

  /// One that we have started.
  ///
  /// @param handle with all rights
  static OpenedProcess ofOwn(Win32 win32, long handle, long pid) {
    long started = startMillis(win32, handle);
    return new OpenedProcess(win32, new ProcessIdentity(pid, started, started), handle);
  }

  /// Opens this very process with as many rights as are allowed.
  ///
  /// @param rights those that are tried, the most first
  static Opening openWithMost(Win32 win32, ProcessIdentity process, int... rights) {
    Opening last = new Opening.Denied();
    for (int each : rights) {
      last = open(win32, process, each);
      if (!(last instanceof Opening.Denied)) {
        return last;
      }
    }
    return last;
  }

  /// The handle, for functions that take one.
  long handle() {
    return handle;
  }

  ProcessIdentity process() {
    return process;
  }

  private static long startMillis(Win32 win32, long handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment times = arena.allocate(ValueLayout.JAVA_LONG, 4);
      Win32.Answer answer =
          win32.call(
              "kernel32",
              "GetProcessTimes",
              number(handle),
              buffer(times.asSlice(0, 8)),
              buffer(times.asSlice(8, 8)),
              buffer(times.asSlice(16, 8)),
              buffer(times.asSlice(24, 8)));
      return answer.isTrue() ? FileTime.millis(times.get(ValueLayout.JAVA_LONG, 0)) : -1;
    }
  }

  /// Its exit code, once it has ended; 32 bits without a sign, in an int. Needs the right to wait,
  /// because the code of a process that runs is 259, which is a code like any other.
  OptionalInt exitCode() {
    Win32.Answer waited = win32.call("kernel32", "WaitForSingleObject", number(handle), number(0));
    if (waited.low() != HAS_ENDED) {
      return OptionalInt.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment code = arena.allocate(ValueLayout.JAVA_INT);
      Win32.Answer answer =
          win32.call("kernel32", "GetExitCodeProcess", number(handle), buffer(code));
      return answer.isTrue()
          ? OptionalInt.of(code.get(ValueLayout.JAVA_INT, 0))
          : OptionalInt.empty();
    }
  }

  /// How much of its memory is in main memory now; empty when it has ended.
  OptionalLong workingSetBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment counters = arena.allocate(PROCESS_MEMORY_COUNTERS_EX);
      Win32.Answer answer =
          win32.call(
              "kernel32",
              "K32GetProcessMemoryInfo",
              number(handle),
              buffer(counters),
              number(counters.byteSize()));
      long bytes = longAt(counters, WORKING_SET);
      return answer.isTrue() && bytes > 0 ? OptionalLong.of(bytes) : OptionalLong.empty();
    }
  }

  /// Ends it at once; needs [#TERMINATE].
  ///
  /// @return false when it may not be, or has ended already
  boolean terminate(int exitCode) {
    return win32.call("kernel32", "TerminateProcess", number(handle), number(exitCode)).isTrue();
  }

  /// Suspends all of its threads; needs [#SUSPEND]. Each suspension needs one [#resume].
  boolean suspend() {
    return win32.call("ntdll", "NtSuspendProcess", number(handle)).isSuccess();
  }

  /// Takes one suspension back; needs [#SUSPEND].
  boolean resume() {
    return win32.call("ntdll", "NtResumeProcess", number(handle)).isSuccess();
  }

  @Override
  public void close() {
    win32.call("kernel32", "CloseHandle", number(handle));
  }
}
