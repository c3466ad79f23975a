package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A port's eye on its [Guard], which is replaced when it ends before its time. Owned by the
/// supervisor thread.
final class GuardWatch {
  /// What an end of the guard is known by among the events of the port.
  static final long KEY = 1;

  private static final Logger LOG = LoggerFactory.getLogger(GuardWatch.class);

  private final NativeIo io;
  private final Guard guard;
  private final LongSupplier clock;
  private final String consequence;
  private boolean closing;

  /// Begins to watch.
  ///
  /// @param consequence what may happen to a killed Lifeguard without a guard
  GuardWatch(NativeIo io, Guard guard, LongSupplier clock, String consequence) {
    this.io = io;
    this.guard = guard;
    this.clock = clock;
    this.consequence = consequence;
    watch();
  }

  private void watch() {
    int pidfd = guard.pidfd();
    if (pidfd >= 0) {
      int _ = io.watch(pidfd, LinuxSys.READABLE, KEY);
      // The first call of a native function links it, which takes milliseconds in a fresh JVM. The
      // first death of a worker should not be the one that waits for it.
      io.sys().peekStatus(pidfd);
    }
  }

  /// It has ended.
  void replace() {
    io.unwatch(guard.pidfd());
    if (closing) {
      guard.bury();
    } else if (guard.restart(clock.getAsLong())) {
      watch();
    } else {
      LOG.warn(
          "The guard process ended again and again; the pool goes on without it. When Lifeguard is"
              + " killed, {}.",
          consequence);
    }
  }

  /// From now on it is not replaced.
  void close() {
    closing = true;
  }
}
