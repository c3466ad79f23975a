package dev.lifeguard.probe.linux;

import java.util.OptionalLong;

/// The table of `/proc/PID/limits` (proc_pid_limits(5)).
final class ProcessLimits {
  private ProcessLimits() {}

  /// The soft limit in a row.
  ///
  /// @param row its name: `Max open files`
  /// @return empty when there is no such row, or no limit
  static OptionalLong soft(String text, String row) {
    return text.lines()
        .filter(line -> line.startsWith(row))
        .map(line -> line.substring(row.length()).strip().replaceAll("\\s.*", ""))
        .filter(value -> value.matches("[0-9]{1,18}"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }
}
