package dev.lifeguard.gui.shell;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.application.Platform;

/// What the benchmarks do on the JavaFX thread.
final class FxCall {
  private FxCall() {}

  /// Does it there and waits for the answer.
  static <T> T join(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    Platform.runLater(() -> {
      try {
        done.complete(work.get());
      } catch (RuntimeException failed) {
        done.completeExceptionally(failed);
      }
    });
    return done.join();
  }
}
