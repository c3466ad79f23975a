package dev.lifeguard.gui.common;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what may take a moment on a thread of its own, and hands what comes of it to the JavaFX
/// thread.
public final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final Executor worker;
  private final Executor fxThread;

  /// Works on virtual threads.
  ///
  /// @param fxThread where answers are handed over
  public Background(Executor fxThread) {
    this(task -> Thread.ofVirtual().start(task), fxThread);
  }

  /// Works elsewhere.
  public Background(Executor worker, Executor fxThread) {
    this.worker = worker;
    this.fxThread = fxThread;
  }

  /// Calls something.
  ///
  /// @param then gets its answer
  /// @param failed gets a sentence when it threw, which is a bug on the other side of the port
  public <T> void call(Supplier<T> work, Consumer<T> then, Consumer<String> failed) {
    var _ =
        CompletableFuture.supplyAsync(work, worker)
            // Not whenCompleteAsync: a future would keep a bug of the taker for itself.
            .whenComplete(
                (answer, fault) -> fxThread.execute(() -> hand(answer, fault, then, failed)));
  }

  private static <T> void hand(
      T answer, @Nullable Throwable fault, Consumer<T> then, Consumer<String> failed) {
    if (fault == null) {
      then.accept(answer);
    } else {
      LOG.error("the workbench failed", fault);
      failed.accept(Text.of("internal", String.valueOf(fault.getMessage())));
    }
  }
}
