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

  /// A process that was started between two moments of [LinuxSys#sinceBootNanos]. If both are of
  /// the same clock tick, as they mostly are, nothing has to be read: the kernel rounds the moment
  /// of the start down to a tick, too (`nsec_to_clock_t` in `fs/proc/array.c`).
  ///
  /// @return empty when there is no such process
  public static Optional<ProcessIdentity> startedBetween(
      long pid, long afterNanos, long beforeNanos) {
    long nanosPerTick = 1_000_000_000L / Kernel.TICKS_PER_SECOND;
    long ticks = afterNanos / nanosPerTick;
    return ticks == beforeNanos / nanosPerTick ? Optional.of(of(pid, ticks)) : of(pid);
  }

  /// The identity of a process whose start time has been read.
  static ProcessIdentity of(long pid, long startTicks) {
    long sinceBootMillis = startTicks * 1000 / Kernel.TICKS_PER_SECOND;
    long millis = Kernel.BOOTED_AT_SECONDS == 0 ? 0 : Kernel.BOOTED_AT_SECONDS * 1000;
    return new ProcessIdentity(pid, startTicks, millis == 0 ? 0 : millis + sinceBootMillis);
  }
}
