package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.MEMORY_BASIC_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.intAt;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;

import java.lang.foreign.MemorySegment;

/// A range of pages that are all alike.
///
/// @param allocation where the allocation begins that it is a part of
/// @param protection of its pages (`PAGE_READWRITE` and the like)
record Region(long address, long allocation, long bytes, State state, Kind kind, int protection) {
  private static final long BASE = offset(MEMORY_BASIC_INFORMATION, "BaseAddress");
  private static final long ALLOCATION = offset(MEMORY_BASIC_INFORMATION, "AllocationBase");
  private static final long SIZE = offset(MEMORY_BASIC_INFORMATION, "RegionSize");
  private static final long STATE = offset(MEMORY_BASIC_INFORMATION, "State");
  private static final long PROTECT = offset(MEMORY_BASIC_INFORMATION, "Protect");
  private static final long TYPE = offset(MEMORY_BASIC_INFORMATION, "Type");

  // winnt.h
  private static final int MEM_COMMIT = 0x1000;
  private static final int MEM_RESERVE = 0x2000;
  private static final int MEM_MAPPED = 0x4_0000;
  private static final int MEM_IMAGE = 0x100_0000;
  private static final int PAGE_READONLY = 0x02;
  private static final int PAGE_READWRITE = 0x04;
  private static final int PAGE_WRITECOPY = 0x08;
  private static final int PAGE_EXECUTE_READ = 0x20;
  private static final int PAGE_EXECUTE_READWRITE = 0x40;
  private static final int PAGE_EXECUTE_WRITECOPY = 0x80;
  private static final int ANY_EXECUTE = 0xF0;
  private static final int PAGE_GUARD = 0x100;

  /// What was promised for it.
  enum State {
    /// Memory or a place in the page file, or that of a file.
    COMMITTED,
    /// Nothing; the addresses are set aside.
    RESERVED,
    /// Nothing, and nobody has asked for the addresses.
    FREE
  }

  /// Where its content comes from.
  enum Kind {
    /// Nowhere; it is the process's own.
    PRIVATE,
    /// A file, or memory that processes share.
    MAPPED,
    /// A program or library.
    IMAGE
  }

  /// Reads what the system has written.
  static Region parse(MemorySegment bytes) {
    return new Region(
        longAt(bytes, BASE),
        longAt(bytes, ALLOCATION),
        longAt(bytes, SIZE),
        switch (intAt(bytes, STATE)) {
          case MEM_COMMIT -> State.COMMITTED;
          case MEM_RESERVE -> State.RESERVED;
          default -> State.FREE;
        },
        switch (intAt(bytes, TYPE)) {
          case MEM_MAPPED -> Kind.MAPPED;
          case MEM_IMAGE -> Kind.IMAGE;
          default -> Kind.PRIVATE;
        },
        intAt(bytes, PROTECT));
  }

  /// Whether it is the page at which a stack grows.
  boolean isGuard() {
    return state == State.COMMITTED && kind == Kind.PRIVATE && (protection & PAGE_GUARD) != 0;
  }

  /// Whether it belongs to the address space that its process has set aside. What is reserved for
  /// mappings does not: Control Flow Guard alone reserves two terabytes in every process, for the
  /// system's own use.
  boolean isSetAside() {
    return state == State.COMMITTED || (state == State.RESERVED && kind == Kind.PRIVATE);
  }

  /// What may be done with its pages, in the letters that Linux has for it: `rw-p`.
  String permissions() {
    boolean copies = (protection & (PAGE_WRITECOPY | PAGE_EXECUTE_WRITECOPY)) != 0;
    boolean writes = copies || (protection & (PAGE_READWRITE | PAGE_EXECUTE_READWRITE)) != 0;
    boolean runs = (protection & ANY_EXECUTE) != 0;
    boolean reads = writes || (protection & (PAGE_READONLY | PAGE_EXECUTE_READ)) != 0;
    return (reads && !isGuard() ? "r" : "-")
        + (writes && !isGuard() ? "w" : "-")
        + (runs ? "x" : "-")
        + (kind == Kind.MAPPED && !copies ? "s" : "p");
  }

  long end() {
    return address + bytes;
  }
}
