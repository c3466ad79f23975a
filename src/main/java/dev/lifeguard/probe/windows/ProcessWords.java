package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.PROCESS_BASIC_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.UNICODE_STRING;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Structures.shortAt;
import static dev.lifeguard.probe.windows.Structures.textAt;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/// What a process was started with, in words. The program and the command line are had by asking
/// the system, for which [OpenedProcess#QUERY_LIMITED] is enough; the directory and the environment
/// lie in the memory of the process, which takes [OpenedProcess#QUERY] and
/// [OpenedProcess#READ_MEMORY]. Any thread.
record ProcessWords(Win32 win32, OpenedProcess process) {
  private static final int PROCESS_COMMAND_LINE = 60; // Windows 8.1
  private static final int BASIC_INFORMATION = 0;

  /// The longest path and the longest command line have this many letters.
  private static final int MOST_LETTERS = 32_768;

  // Of 64-bit Windows, phnt's ntpebteb.h and ntrtl.h: where the process block keeps the parameters,
  // and where these have the directory and the command line (each a UNICODE_STRING), the
  // environment
  // and its size.
  private static final long PARAMETERS = 0x20;
  private static final long DIRECTORY = 0x38;
  private static final long COMMAND_LINE = 0x70;
  private static final long ENVIRONMENT = 0x80;
  private static final long ENVIRONMENT_BYTES = 0x3F0;
  private static final long PARAMETERS_BYTES = ENVIRONMENT_BYTES + Long.BYTES;
  private static final long MOST_ENVIRONMENT_BYTES = 1 << 20;

  private static final long LENGTH = offset(UNICODE_STRING, "Length");
  private static final long POINTER = offset(UNICODE_STRING, "Buffer");
  private static final long BLOCK = offset(PROCESS_BASIC_INFORMATION, "PebBaseAddress");

  /// The path of the program.
  Optional<String> program() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocate((long) MOST_LETTERS * Character.BYTES, 2);
      MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_INT, MOST_LETTERS);
      boolean told =
          win32
              .call(
                  "kernel32",
                  "QueryFullProcessImageNameW",
                  number(process.handle()),
                  number(0),
                  buffer(path),
                  buffer(length))
              .isTrue();
      long letters = length.get(ValueLayout.JAVA_INT, 0);
      return told && letters > 0
          ? Optional.of(textAt(path, 0, letters * Character.BYTES))
          : Optional.empty();
    }
  }

  /// The command line as one text. A system that does not tell it (Wine) may have it in the memory
  /// of the process.
  Optional<String> commandLine() {
    return toldCommandLine().or(() -> text(COMMAND_LINE));
  }

  private Optional<String> toldCommandLine() {
    try (Arena arena = Arena.ofConfined()) {
      long bytes = UNICODE_STRING.byteSize() + (long) MOST_LETTERS * Character.BYTES;
      MemorySegment answer = arena.allocate(bytes, 8);
      boolean told =
          win32
              .call(
                  "ntdll",
                  "NtQueryInformationProcess",
                  number(process.handle()),
                  number(PROCESS_COMMAND_LINE),
                  buffer(answer),
                  number(bytes),
                  nothing())
              .isSuccess();
      if (!told) {
        return Optional.empty();
      }
      long at = longAt(answer, POINTER) - win32.addressOf(answer);
      return Optional.of(textAt(answer, at, shortAt(answer, LENGTH)));
    }
  }

  /// Where it works.
  Optional<String> directory() {
    return text(DIRECTORY).map(ProcessWords::withoutEnd);
  }

  private Optional<String> text(long member) {
    try (Arena arena = Arena.ofConfined()) {
      return parameters(arena)
          .flatMap(its -> read(arena, longAt(its, member + POINTER), shortAt(its, member + LENGTH)))
          .map(text -> textAt(text, 0, text.byteSize()));
    }
  }

  private static String withoutEnd(String directory) {
    boolean isRoot = directory.length() <= 3;
    return directory.endsWith("\\") && !isRoot
        ? directory.substring(0, directory.length() - 1)
        : directory;
  }

  /// A variable of its environment, as it is now. Names are told apart without regard for case.
  Optional<String> variable(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return parameters(arena)
          .flatMap(its ->
              read(
                  arena,
                  longAt(its, ENVIRONMENT),
                  Math.min(longAt(its, ENVIRONMENT_BYTES), MOST_ENVIRONMENT_BYTES)))
          .flatMap(block -> variable(textAt(block, 0, block.byteSize()), name));
    }
  }

  /// Finds a variable in an environment, in which each ends with a NUL.
  static Optional<String> variable(String block, String name) {
    for (String entry : block.split("\0", -1)) {
      if (entry.regionMatches(true, 0, name + "=", 0, name.length() + 1)) {
        return Optional.of(entry.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private Optional<MemorySegment> parameters(Arena arena) {
    MemorySegment basic = arena.allocate(PROCESS_BASIC_INFORMATION);
    boolean told =
        win32
            .call(
                "ntdll",
                "NtQueryInformationProcess",
                number(process.handle()),
                number(BASIC_INFORMATION),
                buffer(basic),
                number(basic.byteSize()),
                nothing())
            .isSuccess();
    return Optional.of(longAt(basic, BLOCK))
        .filter(_ -> told)
        .flatMap(block -> read(arena, block + PARAMETERS, Long.BYTES))
        .flatMap(pointer -> read(arena, longAt(pointer, 0), PARAMETERS_BYTES));
  }

  private Optional<MemorySegment> read(Arena arena, long address, long bytes) {
    if (address == 0 || bytes <= 0) {
      return Optional.empty();
    }
    MemorySegment into = arena.allocate(bytes, 8);
    boolean done =
        win32
            .call(
                "kernel32",
                "ReadProcessMemory",
                number(process.handle()),
                number(address),
                buffer(into),
                number(bytes),
                nothing())
            .isTrue();
    return done ? Optional.of(into) : Optional.empty();
  }
}
