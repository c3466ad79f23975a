package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.textAt;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// The libraries that a process has loaded.
final class Modules {
  private static final int MOST_MODULES = 1024;
  private static final int MOST_LETTERS = 260;
  private static final int ALL_MODULES = 3; // LIST_MODULES_ALL: those of 32 bits, too

  private Modules() {}

  /// The names of their files; none when they may not be read. Any thread.
  ///
  /// @param process opened with [OpenedProcess#QUERY] and [OpenedProcess#READ_MEMORY]
  static List<String> of(Win32 win32, OpenedProcess process) {
    List<String> names = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment modules = arena.allocate(ValueLayout.JAVA_LONG, MOST_MODULES);
      MemorySegment needed = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment name = arena.allocate(ValueLayout.JAVA_CHAR, MOST_LETTERS);
      boolean told =
          win32
              .call(
                  "kernel32",
                  "K32EnumProcessModulesEx",
                  number(process.handle()),
                  buffer(modules),
                  number(modules.byteSize()),
                  buffer(needed),
                  number(ALL_MODULES))
              .isTrue();
      int count = told ? Math.min(MOST_MODULES, needed.get(ValueLayout.JAVA_INT, 0) / 8) : 0;
      for (int i = 0; i < count; i++) {
        long letters =
            Integer.toUnsignedLong(
                win32
                    .call(
                        "kernel32",
                        "K32GetModuleBaseNameW",
                        number(process.handle()),
                        number(modules.getAtIndex(ValueLayout.JAVA_LONG, i)),
                        buffer(name),
                        number(MOST_LETTERS))
                    .low());
        names.add(textAt(name, 0, letters * Character.BYTES));
      }
    }
    return names;
  }
}
