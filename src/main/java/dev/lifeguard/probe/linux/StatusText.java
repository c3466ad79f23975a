package dev.lifeguard.probe.linux;

import java.util.Optional;
import java.util.OptionalLong;

/// What is of use in `/proc/PID/status` and has no number of its own (proc_pid_status(5)).
final class StatusText {
  private static final int SIGQUIT = 3;

  private StatusText() {}

  /// The second number behind `Uid:`.
  static OptionalLong effectiveUser(String text) {
    return line(text, "Uid:").stream()
        .map(numbers -> numbers.split("\\s+"))
        .filter(numbers -> numbers.length > 1)
        .mapToLong(numbers -> Long.parseLong(numbers[1]))
        .findFirst();
  }

  /// Whether the process has a handler for SIGQUIT.
  static boolean catchesQuit(String text) {
    return isIn(text, "SigCgt:", SIGQUIT);
  }

  /// Whether the process ignores a signal.
  static boolean ignores(String text, int signal) {
    return isIn(text, "SigIgn:", signal);
  }

  /// Whether the thread that this is of holds a signal back.
  static boolean blocks(String text, int signal) {
    return isIn(text, "SigBlk:", signal);
  }

  private static boolean isIn(String text, String key, int signal) {
    return line(text, key)
        .map(mask -> (Long.parseUnsignedLong(mask, 16) >> (signal - 1) & 1) == 1)
        .orElse(false);
  }

  /// The number of the process as it knows itself: in a container it is another one.
  static OptionalLong innermostPid(String text) {
    return line(text, "NSpid:").stream()
        .map(numbers -> numbers.split("\\s+"))
        .mapToLong(numbers -> Long.parseLong(numbers[numbers.length - 1]))
        .findFirst();
  }

  private static Optional<String> line(String text, String key) {
    return text.lines()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).strip())
        .findFirst();
  }
}
