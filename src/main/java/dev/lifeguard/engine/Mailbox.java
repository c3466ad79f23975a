package dev.lifeguard.engine;

import dev.lifeguard.worker.WorkerPort;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// Brings messages of other threads to the supervisor, also before there is a port to wake it with,
/// and says so when it is too late. Every message that was taken is run, the last ones when the
/// supervisor leaves, or is told why it is not.
///
/// Not bounded: the senders are a person, a sampler four times a second, a feeder that waits for an
/// order each time, and one message for every death.
final class Mailbox {
  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private Optional<WorkerPort> port = Optional.empty();
  private boolean closed;

  private record Message(Runnable action, Consumer<Throwable> otherwise) {}

  /// Any thread.
  ///
  /// @return false when the supervisor takes nothing any more
  boolean post(Runnable action) {
    return post(action, _ -> {});
  }

  /// Any thread.
  ///
  /// @param otherwise told when the supervisor breaks down before it runs the action
  /// @return false when the supervisor takes nothing any more
  synchronized boolean post(Runnable action, Consumer<Throwable> otherwise) {
    if (closed) {
      return false;
    }
    messages.add(new Message(action, otherwise));
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
    shut();
    for (Message next = messages.poll(); next != null; next = messages.poll()) {
      next.action().run();
    }
  }

  /// Nothing is taken any more, and nothing is run: the supervisor is broken.
  void abandon(Throwable bug) {
    shut();
    for (Message next = messages.poll(); next != null; next = messages.poll()) {
      next.otherwise().accept(bug);
    }
  }

  private synchronized void shut() {
    closed = true;
  }

  private void runOne() {
    Message next = messages.poll();
    if (next != null) {
      next.action().run();
    }
  }
}
