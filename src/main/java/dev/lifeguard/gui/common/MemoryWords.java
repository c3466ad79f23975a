package dev.lifeguard.gui.common;

import dev.lifeguard.job.ByteSize;
import java.util.OptionalLong;

/// Memory amounts in full, with how they were measured.
public final class MemoryWords {
  private MemoryWords() {}

  /// Every amount of a process, and the file and field that it was read from.
  public static String explain(MemoryLevel level) {
    String text =
        Text.of(
            "memory.explain",
            size(level.memory().residentBytes()),
            size(level.memory().committedBytes()),
            size(level.memory().reservedBytes()),
            size(level.memory().peakResidentBytes()));
    return level.limitBytes().isPresent()
        ? text + "\n" + Text.of("memory.limit", size(level.limitBytes()))
        : text;
  }

  /// A size, or a dash when it is unknown.
  public static String size(OptionalLong bytes) {
    return bytes.isPresent() ? ByteSize.text(bytes.getAsLong()) : Text.of("unknown");
  }
}
