package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// What the address space of a process consists of, found by asking for one range after the other.
///
/// @param regions all that is not free, by address
record AddressSpace(List<Region> regions) {
  /// A process with more is not walked to its end: that would take a second.
  private static final int MOST_REGIONS = 1_000_000;

  AddressSpace {
    regions = List.copyOf(regions);
  }

  /// Walks through it. Any thread.
  ///
  /// @param process opened with [OpenedProcess#QUERY]
  static AddressSpace walk(Win32 win32, OpenedProcess process) {
    List<Region> found = new ArrayList<>();
    long size = Structures.MEMORY_BASIC_INFORMATION.byteSize();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(Structures.MEMORY_BASIC_INFORMATION);
      long address = 0;
      while (found.size() < MOST_REGIONS
          && win32
                  .call(
                      "kernel32",
                      "VirtualQueryEx",
                      number(process.handle()),
                      number(address),
                      buffer(answer),
                      number(size))
                  .value()
              != 0) {
        Region region = Region.parse(answer);
        if (region.bytes() <= 0 || region.end() <= address) {
          break;
        }
        if (region.state() != Region.State.FREE) {
          found.add(region);
        }
        address = region.end();
      }
    }
    return new AddressSpace(found);
  }

  /// All that the process has set aside, promised or not.
  long setAsideBytes() {
    return bytes(Region::isSetAside);
  }

  /// The process's own memory that it was promised.
  long privateCommitBytes() {
    return bytes(it -> it.state() == Region.State.COMMITTED && it.kind() == Region.Kind.PRIVATE);
  }

  /// The process's own addresses for which it was promised nothing.
  long privateReserveBytes() {
    return bytes(it -> it.state() == Region.State.RESERVED && it.kind() == Region.Kind.PRIVATE);
  }

  private long bytes(Predicate<Region> which) {
    return regions.stream().filter(which).mapToLong(Region::bytes).sum();
  }
}
