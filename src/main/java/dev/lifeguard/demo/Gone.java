package dev.lifeguard.demo;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.RunState;
import java.util.concurrent.TimeUnit;

/// Whether nothing that runs is left of a process. A zombie does not run: when it is reaped is up
/// to its parent, which for an orphan is the system's first process.
final class Gone {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_MILLIS = 10;

  private Gone() {}

  /// Looks, and waits a little: a process that was killed is there for a moment longer.
  static boolean is(ProcessIdentity process, ProcessInspector inspector) {
    long began = System.nanoTime();
    while (!hasEnded(inspector.process(process))) {
      if (System.nanoTime() - began > PATIENCE_NANOS) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  private static boolean hasEnded(Look<ProcessDetail> look) {
    return switch (look) {
      case Look.Gone<ProcessDetail> _ -> true;
      case Look.Seen<ProcessDetail>(ProcessDetail detail) -> detail.state() == RunState.ZOMBIE;
      case Look.Refused<ProcessDetail> _ -> false;
    };
  }
}
