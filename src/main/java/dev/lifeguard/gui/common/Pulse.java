package dev.lifeguard.gui.common;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place that hands work to the JavaFX thread. However many callers there are, at most one
/// request is in flight at the toolkit, so a busy pool can never flood its queue.
///
/// May be called on any thread. What is handed over runs in order.
public final class Pulse implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private volatile Consumer<Throwable> onFault = _ -> {};
  private final AtomicBoolean inFlight = new AtomicBoolean();

  @Override
  public void execute(Runnable work) {
    waiting.add(work);
    if (inFlight.compareAndSet(false, true)) {
      Platform.runLater(this::run);
    }
  }

  private void run() {
    // Cleared first: what is added from here on makes its own request and is not forgotten.
    inFlight.set(false);
    Runnable work;
    while ((work = waiting.poll()) != null) {
      run(work);
    }
  }

  /// Tells somebody of work that failed, on the JavaFX thread.
  public void onFault(Consumer<Throwable> listener) {
    onFault = listener;
  }

  private void run(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      // A bug of one caller is no reason for the others to wait.
      LOG.error("work for the window failed", e);
      onFault.accept(e);
    }
  }
}
