package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/// Ends the supervisor thread's wait from another thread (eventfd(2)).
final class Wake {
  private final LinuxSys sys;
  private final int fd;
  private final MemorySegment number = Arena.ofAuto().allocate(ValueLayout.JAVA_LONG);
  private final AtomicBoolean pending = new AtomicBoolean();
  private boolean closed;

  Wake(LinuxSys sys) {
    this.sys = sys;
    this.fd = sys.eventfd();
    if (fd < 0) {
      throw new IllegalStateException("eventfd failed with error " + -fd);
    }
  }

  int fd() {
    return fd;
  }

  /// Ends the wait. Any thread; what it is about must be in its queue before.
  void up() {
    if (!pending.compareAndSet(false, true)) {
      return;
    }
    synchronized (this) {
      if (!closed) {
        number.set(ValueLayout.JAVA_LONG, 0, 1);
        sys.write(fd, number, Long.BYTES);
      }
    }
  }

  /// The wait has ended. The supervisor thread, before it looks into the queues.
  void reset() {
    synchronized (this) {
      sys.read(fd, number, Long.BYTES);
    }
    pending.set(false);
  }

  synchronized void close() {
    closed = true;
    sys.close(fd);
  }
}
