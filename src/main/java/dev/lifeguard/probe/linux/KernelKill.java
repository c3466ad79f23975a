package dev.lifeguard.probe.linux;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A record of the kernel's log that names a process killed for lack of memory. There are two for
/// each kill, `oom-kill:…` before it and `Killed process …` after it (mm/oom_kill.c).
///
/// @param pid the victim, in the numbers of the machine's first process namespace
/// @param text what the kernel says, without the fields before it
record KernelKill(long pid, String text) {
  /// The words before the colon differ: `Memory cgroup out of memory`, `Out of memory`, and a
  /// reason in parentheses. Kernels before 5.3 wrote `Kill process`.
  private static final Pattern KILLED =
      Pattern.compile("ut of memory[^:]*: Kill(?:ed)? process (\\d+)");

  /// The name of the task stands before its number and may hold anything, so the last one counts.
  private static final Pattern SUMMARY = Pattern.compile("^oom-kill:.*,pid=(\\d+)");

  /// Reads a record of `/dev/kmsg`: `6,339,5140900,-;text`, then lines that begin with a blank
  /// (Documentation/ABI/testing/dev-kmsg).
  ///
  /// @return empty when it does not tell of such a kill
  static Optional<KernelKill> parse(String logRecord) {
    int semicolon = logRecord.indexOf(';');
    if (semicolon < 0) {
      return Optional.empty();
    }
    int end = logRecord.indexOf('\n', semicolon);
    String text = logRecord.substring(semicolon + 1, end < 0 ? logRecord.length() : end);
    if (!text.contains("oom-kill:") && !text.contains("ut of memory")) {
      return Optional.empty();
    }
    return number(SUMMARY, text)
        .or(() -> number(KILLED, text))
        .map(pid -> new KernelKill(pid, text));
  }

  private static Optional<Long> number(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    try {
      return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
