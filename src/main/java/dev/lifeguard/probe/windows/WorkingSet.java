package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How much of each region is in main memory, by asking for every page.
///
/// @param byAddress of the regions that have something there
record WorkingSet(Map<Long, Part> byAddress) {
  private static final long PAGE_BYTES = 4096;
  // 1 MiB of questions at a time.
  private static final int MOST_PAGES = 65_536;
  private static final long RECORD_BYTES = Structures.PSAPI_WORKING_SET_EX_INFORMATION.byteSize();
  private static final long ATTRIBUTES =
      Structures.offset(Structures.PSAPI_WORKING_SET_EX_INFORMATION, "VirtualAttributes");
  // PSAPI_WORKING_SET_EX_BLOCK, psapi.h: Valid, and Shared after 3 bits of count and 11 of
  // protection.
  private static final long VALID = 1;
  private static final long SHARED = 1L << 15;

  /// Of one region.
  ///
  /// @param ownBytes those pages that nobody else has, or could have
  record Part(long residentBytes, long ownBytes) {
    /// Of a region that has nothing there.
    static final Part NOTHING = new Part(0, 0);
  }

  WorkingSet {
    byAddress = Map.copyOf(byAddress);
  }

  Part of(Region region) {
    return byAddress.getOrDefault(region.address(), Part.NOTHING);
  }

  /// Asks for all committed pages. Any thread.
  ///
  /// @param process opened with [OpenedProcess#QUERY]
  /// @return empty when the system does not tell
  static Optional<WorkingSet> of(Win32 win32, OpenedProcess process, AddressSpace space) {
    Map<Long, Part> parts = new HashMap<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(MOST_PAGES * RECORD_BYTES, 8);
      for (Region region : space.regions()) {
        if (region.state() == Region.State.COMMITTED) {
          Optional<Part> part = part(win32, process, region, block);
          if (part.isEmpty()) {
            return Optional.empty();
          }
          parts.put(region.address(), part.get());
        }
      }
    }
    return Optional.of(new WorkingSet(parts));
  }

  private static Optional<Part> part(
      Win32 win32, OpenedProcess process, Region region, MemorySegment block) {
    long resident = 0;
    long own = 0;
    for (long at = region.address(); at < region.end(); at += MOST_PAGES * PAGE_BYTES) {
      int pages = (int) Math.min(MOST_PAGES, (region.end() - at) / PAGE_BYTES);
      for (int i = 0; i < pages; i++) {
        block.set(ValueLayout.JAVA_LONG, i * RECORD_BYTES, at + i * PAGE_BYTES);
      }
      MemorySegment asked = block.asSlice(0, pages * RECORD_BYTES);
      boolean told =
          win32
              .call(
                  "kernel32",
                  "K32QueryWorkingSetEx",
                  number(process.handle()),
                  buffer(asked),
                  number(asked.byteSize()))
              .isTrue();
      if (!told) {
        return Optional.empty();
      }
      for (int i = 0; i < pages; i++) {
        long attributes = asked.get(ValueLayout.JAVA_LONG, i * RECORD_BYTES + ATTRIBUTES);
        resident += attributes & VALID;
        own += (attributes & (VALID | SHARED)) == VALID ? 1 : 0;
      }
    }
    return Optional.of(new Part(resident * PAGE_BYTES, own * PAGE_BYTES));
  }
}
