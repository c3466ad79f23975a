package dev.lifeguard.gui.common;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.HostSystem;
import java.util.OptionalLong;

/// Memory amounts in full, with how they were measured.
public final class MemoryWords {
  // One for the whole program, as the language is: no two windows tell one amount differently.
  private static volatile MemoryUnits units = MemoryUnits.BINARY;

  private MemoryWords() {}

  /// Tells amounts in these units from now on.
  static void use(MemoryUnits wanted) {
    units = wanted;
  }

  /// The units in which amounts are told.
  public static MemoryUnits units() {
    return units;
  }

  /// Every amount of a process, and the file and field that it was read from.
  public static String explain(MemoryLevel level) {
    Object[] amounts = {
      size(level.memory().residentBytes()),
      size(level.memory().committedBytes()),
      size(level.memory().reservedBytes()),
      size(level.memory().peakResidentBytes())
    };
    String text =
        level.system() == HostSystem.WINDOWS
            ? Text.of("memory.explain-windows", amounts)
            : Text.of("memory.explain", amounts);
    return level.limitBytes().isPresent()
        ? text + "\n" + Text.of("memory.limit", size(level.limitBytes()))
        : text;
  }

  /// A size, or a dash when it is unknown.
  public static String size(OptionalLong bytes) {
    return bytes.isPresent() ? size(bytes.getAsLong()) : Text.of("unknown");
  }

  /// A size.
  public static String size(long bytes) {
    return switch (units) {
      case BINARY -> ByteSize.text(bytes);
      case DECIMAL -> ByteSize.decimalText(bytes);
    };
  }
}
