package dev.lifeguard.job;

import java.util.Locale;

/// The operating system on which a pool runs, as far as it decides what can be done to processes
/// and what their ends mean. A recording keeps it: it is read on any other system.
public enum HostSystem {
  /// Signals, wait statuses, cgroups, fork.
  LINUX("Linux"),
  /// Exit codes of 32 bits, job objects, commit charge. A process can be terminated, suspended and
  /// resumed from outside, and nothing else.
  WINDOWS("Windows"),
  /// Signals, and what the Java library knows.
  OTHER("this system");

  private static final int SIGINT = 2;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private final String words;

  HostSystem(String words) {
    this.words = words;
  }

  /// The system that the Java library calls so (`os.name`), also with a version behind it.
  public static HostSystem named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("windows")) {
      return WINDOWS;
    }
    return lower.startsWith("linux") ? LINUX : OTHER;
  }

  /// Where a job runs, as far as it is known.
  public static HostSystem of(JobModel model) {
    return model.job().map(JobDescription::system).orElse(LINUX);
  }

  /// Its name, for people.
  public String words() {
    return words;
  }

  /// Whether programs can be sent signals. Where not, those that end, stop and continue a process
  /// stand for what the system offers instead; see [#hasOrder].
  public boolean hasSignals() {
    return this != WINDOWS;
  }

  /// Whether a process can be told this here.
  ///
  /// @param signal the number of Linux's signal
  public boolean hasOrder(int signal) {
    return hasSignals()
        || signal == SIGKILL
        || signal == SIGTERM
        || signal == SIGSTOP
        || signal == SIGCONT;
  }

  /// What a signal to a worker is called here: `SIGKILL`, or `terminate`.
  public String nameOf(int signal) {
    if (hasSignals()) {
      return SignalName.of(signal);
    }
    return switch (signal) {
      case SIGKILL, SIGTERM -> "terminate";
      case SIGSTOP -> "suspend";
      case SIGCONT -> "resume";
      default -> SignalName.of(signal);
    };
  }

  /// What a signal is called here that asks Lifeguard itself to end. On Windows they come from the
  /// console: the Java virtual machine takes Ctrl-C for SIGINT, and for SIGTERM that the console is
  /// closed, that the user logs off and that the machine goes down.
  public String endedBy(int signal) {
    if (hasSignals()) {
      return SignalName.of(signal);
    }
    return signal == SIGINT ? "Ctrl-C" : "the end of its console";
  }
}
