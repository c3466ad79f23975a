package dev.lifeguard.probe.linux;

import java.util.OptionalLong;

/// Files of `/proc` that have a name and a number on each line: `status`, `meminfo`, `vmstat`, and
/// the longer lines of `/proc/stat`.
final class KeyedLines {
  private KeyedLines() {}

  /// The number behind a name: `VmHWM: 1748 kB`, `oom_kill 0`, `btime 1763580000`.
  ///
  /// @param key the name without a colon
  /// @return in bytes when the unit is `kB`, which means 1024 bytes there; empty when there is no
  ///   such line or no number on it
  static OptionalLong find(String text, String key) {
    int line = 0;
    while (line < text.length()) {
      int end = text.indexOf('\n', line);
      int lineEnd = end < 0 ? text.length() : end;
      int after = line + key.length();
      if (text.startsWith(key, line)
          && after < lineEnd
          && (text.charAt(after) == ':' || text.charAt(after) == ' ')) {
        return number(text.substring(after + 1, lineEnd).strip());
      }
      line = lineEnd + 1;
    }
    return OptionalLong.empty();
  }

  private static OptionalLong number(String value) {
    boolean kibibytes = value.endsWith(" kB");
    String digits = kibibytes ? value.substring(0, value.length() - 3) : value;
    try {
      return OptionalLong.of(Long.parseLong(digits) * (kibibytes ? 1024 : 1));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
