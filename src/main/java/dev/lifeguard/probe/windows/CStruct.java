package dev.lifeguard.probe.windows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;

/// Lays a structure out as a C compiler does: each member begins at a multiple of its own
/// alignment, and the whole is as long as a multiple of the greatest. Pure.
final class CStruct {
  private final String name;
  private final List<MemoryLayout> members = new ArrayList<>();
  private long bytes;
  private long alignment = 1;

  private CStruct(String name) {
    this.name = name;
  }

  /// Begins one.
  static CStruct named(String name) {
    return new CStruct(name);
  }

  /// Numbers of 64 bits, handles and pointers.
  CStruct longs(String... names) {
    return all(JAVA_LONG, names);
  }

  /// Numbers of 32 bits.
  CStruct ints(String... names) {
    return all(JAVA_INT, names);
  }

  /// Numbers of 16 bits.
  CStruct shorts(String... names) {
    return all(JAVA_SHORT, names);
  }

  private CStruct all(MemoryLayout each, String... names) {
    for (String member : names) {
      part(member, each);
    }
    return this;
  }

  /// A structure, or a row of numbers.
  CStruct part(String member, MemoryLayout layout) {
    align(layout.byteAlignment());
    members.add(layout.withName(member));
    bytes += layout.byteSize();
    return this;
  }

  /// Members that are of no interest.
  CStruct gap(long size) {
    members.add(MemoryLayout.paddingLayout(size));
    bytes += size;
    return this;
  }

  private void align(long to) {
    alignment = Math.max(alignment, to);
    long missing = Math.floorMod(-bytes, to);
    if (missing > 0) {
      gap(missing);
    }
  }

  /// The whole.
  StructLayout layout() {
    align(alignment);
    return MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new)).withName(name);
  }
}
