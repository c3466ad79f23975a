package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.textAt;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/// The files that a process has mapped.
final class MappedFiles {
  // A longer name than fits is no name: the function fails then.
  private static final int MOST_LETTERS = 32_768;

  private MappedFiles() {}

  /// Their names as the kernel has them, `\Device\HarddiskVolume3\Windows\System32\ntdll.dll`, by
  /// the beginnings of their allocations; those that may not be read are left out. Any thread.
  ///
  /// @param process opened with [OpenedProcess#QUERY] and [OpenedProcess#READ_MEMORY]
  static Map<Long, String> of(Win32 win32, OpenedProcess process, AddressSpace space) {
    Map<Long, String> names = new HashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(ValueLayout.JAVA_CHAR, MOST_LETTERS);
      for (Region region : space.regions()) {
        boolean isFirst = region.address() == region.allocation();
        if (isFirst && region.isSetAside() && region.kind() != Region.Kind.PRIVATE) {
          long letters =
              Integer.toUnsignedLong(
                  win32
                      .call(
                          "kernel32",
                          "K32GetMappedFileNameW",
                          number(process.handle()),
                          number(region.address()),
                          buffer(name),
                          number(MOST_LETTERS))
                      .low());
          if (letters > 0) {
            names.put(region.allocation(), textAt(name, 0, letters * Character.BYTES));
          }
        }
      }
    }
    return names;
  }
}
