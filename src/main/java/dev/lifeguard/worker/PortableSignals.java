package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;
import java.io.IOException;
import java.time.Instant;

/// Who a process of the Java library is, and how it gets signals without native access.
final class PortableSignals {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;

  private PortableSignals() {}

  /// The start time as far as Java knows it: milliseconds, which serve as ticks as well.
  static ProcessIdentity identity(Process process) {
    long started = process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    try {
      return ProcStat.identity(process.pid());
    } catch (IOException _) {
      return new ProcessIdentity(process.pid(), started, started);
    }
  }

  /// A signal to a process's group, where it leads one; to itself else.
  ///
  /// @return whether it was sent
  static boolean send(Process target, int signal) {
    if (ShellKill.group(target.pid(), signal)) {
      return true;
    }
    return switch (signal) {
      case SIGKILL -> {
        target.descendants().forEach(ProcessHandle::destroyForcibly);
        yield target.toHandle().destroyForcibly();
      }
      case SIGTERM -> target.toHandle().destroy();
      default -> ShellKill.one(target.pid(), signal);
    };
  }
}
