package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.STARTUPINFOEXW;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// What a new process is told besides its line: its three streams, and that it inherits these
/// handles and no others of ours that happen to be inheritable. Belongs to one thread.
///
/// One piece of [SystemMemory]: the structure, the handles, and the list of attributes, which has a
/// pointer to the handles.
final class StartupInformation implements AutoCloseable {
  // winbase.h
  private static final int USE_STANDARD_HANDLES = 0x100;
  private static final long HANDLE_LIST = 0x0002_0002;

  private static final long HANDLES = STARTUPINFOEXW.byteSize();
  private static final int MOST_HANDLES = 3;
  private static final long ATTRIBUTES = HANDLES + (MOST_HANDLES + 1) * Long.BYTES;
  // One attribute takes 48 bytes of Windows 11 and 72 of Wine.
  private static final long ATTRIBUTES_BYTES = 256;

  private static final String PART = "StartupInfo";
  private static final long SIZE = offset(STARTUPINFOEXW, PART, "cb");
  private static final long FLAGS = offset(STARTUPINFOEXW, PART, "dwFlags");
  private static final long INPUT = offset(STARTUPINFOEXW, PART, "hStdInput");
  private static final long OUTPUT = offset(STARTUPINFOEXW, PART, "hStdOutput");
  private static final long ERROR = offset(STARTUPINFOEXW, PART, "hStdError");
  private static final long LIST = offset(STARTUPINFOEXW, "lpAttributeList");

  private final Win32 win32;
  private final SystemMemory memory;

  private StartupInformation(Win32 win32, SystemMemory memory) {
    this.win32 = win32;
    this.memory = memory;
  }

  /// The three streams of a process; the last two may be the same.
  record Streams(long input, long output, long error) {
    /// Each once: Windows refuses a list with one of them twice.
    private List<Long> handles() {
      return output == error ? List.of(input, output) : List.of(input, output, error);
    }
  }

  /// Lays it out.
  static StartupInformation of(Win32 win32, Streams streams) throws IOException {
    SystemMemory memory = SystemMemory.allocate(win32, ATTRIBUTES + ATTRIBUTES_BYTES);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_LONG, ATTRIBUTES_BYTES);
      check(
          win32.call(
              "kernel32",
              "InitializeProcThreadAttributeList",
              number(memory.at(ATTRIBUTES)),
              number(1),
              number(0),
              buffer(size)));
      StartupInformation all = new StartupInformation(win32, memory);
      all.write(arena, streams);
      return all;
    } catch (IOException refused) {
      memory.close();
      throw refused;
    }
  }

  private void write(Arena arena, Streams streams) throws IOException {
    long[] handles = streams.handles().stream().mapToLong(Long::longValue).toArray();
    memory.put(HANDLES, arena.allocateFrom(ValueLayout.JAVA_LONG, handles));
    check(
        win32.call(
            "kernel32",
            "UpdateProcThreadAttribute",
            number(memory.at(ATTRIBUTES)),
            number(0),
            number(HANDLE_LIST),
            number(memory.at(HANDLES)),
            number((long) handles.length * Long.BYTES),
            nothing(),
            nothing()));
    MemorySegment structure = arena.allocate(STARTUPINFOEXW);
    structure.set(ValueLayout.JAVA_INT, SIZE, (int) STARTUPINFOEXW.byteSize());
    structure.set(ValueLayout.JAVA_INT, FLAGS, USE_STANDARD_HANDLES);
    structure.set(ValueLayout.JAVA_LONG, INPUT, streams.input());
    structure.set(ValueLayout.JAVA_LONG, OUTPUT, streams.output());
    structure.set(ValueLayout.JAVA_LONG, ERROR, streams.error());
    structure.set(ValueLayout.JAVA_LONG, LIST, memory.at(ATTRIBUTES));
    memory.put(0, structure);
  }

  private static void check(Win32.Answer answer) throws IOException {
    if (!answer.isTrue()) {
      throw StartError.of(answer.lastError());
    }
  }

  /// A pointer to it.
  Win32.Argument pointer() {
    return number(memory.at(0));
  }

  @Override
  public void close() {
    win32.call("kernel32", "DeleteProcThreadAttributeList", number(memory.at(ATTRIBUTES)));
    memory.close();
  }
}
