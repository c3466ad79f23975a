package dev.lifeguard.probe.linux;

import java.util.Optional;

/// What `/proc/PID/task/TID/syscall` says (proc_pid_syscall(5)).
sealed interface SystemCall {
  /// The thread is not blocked.
  record Running() implements SystemCall {}

  /// The thread is blocked, and not in a system call.
  record Outside() implements SystemCall {}

  /// The thread is blocked in a call.
  ///
  /// @param number the call's number, which depends on the architecture
  /// @param a the first argument; the others follow
  record In(long number, long a, long b, long c, long d, long e, long f) implements SystemCall {}

  /// Reads one line.
  ///
  /// @return empty when the text is not such a line
  static Optional<SystemCall> parse(String text) {
    String line = text.strip();
    if (line.equals("running")) {
      return Optional.of(new Running());
    }
    if (line.startsWith("-1 ")) {
      return Optional.of(new Outside());
    }
    String[] words = line.split(" ", -1);
    if (words.length != 9) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new In(
              Long.parseLong(words[0]),
              hex(words[1]),
              hex(words[2]),
              hex(words[3]),
              hex(words[4]),
              hex(words[5]),
              hex(words[6])));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static long hex(String word) {
    if (!word.startsWith("0x")) {
      throw new NumberFormatException(word);
    }
    return Long.parseUnsignedLong(word.substring(2), 16);
  }
}
