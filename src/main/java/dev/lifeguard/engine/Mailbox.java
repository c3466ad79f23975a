package dev.lifeguard.engine;

import dev.lifeguard.worker.WorkerPort;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Brings messages of other threads to the supervisor, also before there is a port to wake it with,
/// and says so when it is too late. Every message that was taken is run, the last ones when the
/// supervisor leaves.
final class Mailbox {
  private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
  private Optional<WorkerPort> port = Optional.empty();
  private boolean closed;

  /// Any thread.
  ///
  /// @return false when the supervisor takes nothing any more
  synchronized boolean post(Runnable message) {
    if (closed) {
      return false;
    }
    messages.add(message);
    port.ifPresent(open -> open.post(this::runOne));
    return true;
  }

  /// From now on the supervisor is woken through this port.
  synchronized void open(WorkerPort opened) {
    port = Optional.of(opened);
    messages.forEach(_ -> opened.post(this::runOne));
  }

  /// Nothing is taken any more; what was taken is run now, on the calling supervisor thread.
  void close() {
    synchronized (this) {
      closed = true;
    }
    for (Runnable next = messages.poll(); next != null; next = messages.poll()) {
      next.run();
    }
  }

  private void runOne() {
    Runnable next = messages.poll();
    if (next != null) {
      next.run();
    }
  }
}
