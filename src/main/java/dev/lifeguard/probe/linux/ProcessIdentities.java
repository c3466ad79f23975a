package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;

/// Finds out who has a process number. Any thread.
public final class ProcessIdentities {
  private ProcessIdentities() {}

  /// The process that has this number now; also one that has ended and waits to be reaped.
  ///
  /// @return empty when there is none
  public static Optional<ProcessIdentity> of(long pid) {
    return ProcText.read("/proc/" + pid + "/stat")
        .flatMap(StatLine::parse)
        .map(line -> of(pid, line.startTicks()));
  }

  /// The identity of a process whose start time has been read.
  static ProcessIdentity of(long pid, long startTicks) {
    long sinceBootMillis = startTicks * 1000 / Kernel.TICKS_PER_SECOND;
    long millis = Kernel.BOOTED_AT_SECONDS == 0 ? 0 : Kernel.BOOTED_AT_SECONDS * 1000;
    return new ProcessIdentity(pid, startTicks, millis == 0 ? 0 : millis + sinceBootMillis);
  }
}
