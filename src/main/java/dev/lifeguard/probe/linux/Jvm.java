package dev.lifeguard.probe.linux;

import java.util.List;

/// Tells Java virtual machines from other programs.
final class Jvm {
  private Jvm() {}

  /// Whether one runs in the process that has these areas: its library is mapped.
  static boolean isIn(List<SmapsArea> areas) {
    return areas.stream().anyMatch(area -> area.name().endsWith("/libjvm.so"));
  }
}
