package dev.lifeguard.job;

import java.util.OptionalInt;

/// The names of the signals of Linux on x86-64 and arm64 (signal(7), "Standard signals").
public final class SignalName {
  private static final String[] NAMES = {
    "",
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGILL",
    "SIGTRAP",
    "SIGABRT",
    "SIGBUS",
    "SIGFPE",
    "SIGKILL",
    "SIGUSR1",
    "SIGSEGV",
    "SIGUSR2",
    "SIGPIPE",
    "SIGALRM",
    "SIGTERM",
    "SIGSTKFLT",
    "SIGCHLD",
    "SIGCONT",
    "SIGSTOP",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
    "SIGURG",
    "SIGXCPU",
    "SIGXFSZ",
    "SIGVTALRM",
    "SIGPROF",
    "SIGWINCH",
    "SIGIO",
    "SIGPWR",
    "SIGSYS",
  };

  private SignalName() {}

  /// The name, `SIGKILL` for 9, or `signal 40` for a number without one.
  public static String of(int signal) {
    return signal > 0 && signal < NAMES.length ? NAMES[signal] : "signal " + signal;
  }

  /// The number of a signal that is given as `9`, `KILL` or `SIGKILL` in any case; empty when there
  /// is no such signal. Numbers from 1 to 64 are taken.
  public static OptionalInt parse(String text) {
    String name = text.strip().toUpperCase(java.util.Locale.ROOT);
    if (!name.isEmpty() && name.length() <= 2 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int number = Integer.parseInt(name);
      return number >= 1 && number <= 64 ? OptionalInt.of(number) : OptionalInt.empty();
    }
    String full = name.startsWith("SIG") ? name : "SIG" + name;
    for (int i = 1; i < NAMES.length; i++) {
      if (NAMES[i].equals(full)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }
}
