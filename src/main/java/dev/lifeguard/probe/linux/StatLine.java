package dev.lifeguard.probe.linux;

import dev.lifeguard.job.RunState;
import java.util.Optional;

/// The part of `/proc/PID/stat` that is of use here (proc_pid_stat(5), whose field numbers are used
/// below).
///
/// @param name the short name, field 2 without its parentheses
/// @param parentPid field 4
/// @param faults page faults, minor and major, fields 10 and 12
/// @param cpuTicks processor time in user and kernel mode, fields 14 and 15
/// @param threads field 20
/// @param startTicks ticks since boot, field 22
record StatLine(
    String name,
    RunState state,
    long parentPid,
    long faults,
    long cpuTicks,
    int threads,
    long startTicks) {

  /// Reads one line. A name may hold spaces, line breaks and parentheses itself, so it ends at the
  /// last closing one.
  ///
  /// @return empty when the text is not such a line, or a torn one
  static Optional<StatLine> parse(String text) {
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 0 || close < open || close + 2 >= text.length()) {
      return Optional.empty();
    }
    Fields fields = new Fields(text, close + 2);
    RunState state = state(text.charAt(close + 2));
    fields.skip(1);
    long parent = fields.next();
    fields.skip(5);
    long faults = fields.next();
    fields.skip(1);
    faults += fields.next();
    fields.skip(1);
    long cpu = fields.next() + fields.next();
    fields.skip(4);
    int threads = (int) fields.next();
    fields.skip(1);
    long start = fields.next();
    if (fields.torn) {
      return Optional.empty();
    }
    String name = text.substring(open + 1, close);
    return Optional.of(new StatLine(name, state, parent, faults, cpu, threads, start));
  }

  /// The letters of the kernel's `task_state_array` (fs/proc/array.c). `I`, an idle kernel thread,
  /// is uninterruptible by name only.
  private static RunState state(char letter) {
    return switch (letter) {
      case 'R' -> RunState.RUNNING;
      case 'S', 'I' -> RunState.SLEEPING;
      case 'D' -> RunState.UNINTERRUPTIBLE;
      case 'T', 't' -> RunState.STOPPED;
      case 'Z', 'X' -> RunState.ZOMBIE;
      default -> RunState.UNKNOWN;
    };
  }

  /// Numbers that are separated by single blanks. Negative ones stand in fields that are skipped.
  private static final class Fields {
    private final String text;
    private int at;
    private boolean torn;

    Fields(String text, int at) {
      this.text = text;
      this.at = at;
    }

    void skip(int count) {
      for (int i = 0; i < count; i++) {
        int blank = text.indexOf(' ', at);
        torn |= blank < 0;
        at = blank < 0 ? text.length() : blank + 1;
      }
    }

    long next() {
      int from = at;
      long value = 0;
      while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
        value = value * 10 + (text.charAt(at) - '0');
        at++;
      }
      // The blank behind the number is the sign that the number is whole.
      torn |= at == from || at >= text.length() || text.charAt(at) != ' ';
      at++;
      return value;
    }
  }
}
