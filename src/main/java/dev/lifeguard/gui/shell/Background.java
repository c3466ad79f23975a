package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs what may take a moment on a thread of its own, and hands what comes of it to the JavaFX
/// thread.
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private final Executor fxThread;

  Background(Executor fxThread) {
    this.fxThread = fxThread;
  }

  /// Calls something.
  ///
  /// @param then gets its answer
  /// @param failed gets a sentence when it threw, which is a bug on the other side of the port
  <T> void call(Supplier<T> work, Consumer<T> then, Consumer<String> failed) {
    var _ =
        CompletableFuture.supplyAsync(work, task -> Thread.ofVirtual().start(task))
            .whenCompleteAsync(
                (answer, fault) -> {
                  if (fault == null) {
                    then.accept(answer);
                  } else {
                    LOG.error("the workbench failed", fault);
                    failed.accept(Text.of("internal", String.valueOf(fault.getMessage())));
                  }
                },
                fxThread);
  }
}
