package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Pulse;
import dev.lifeguard.gui.common.Text;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts JavaFX and the windows. Whatever keeps the toolkit from starting is told as a value with
/// a sentence for the user; nobody sees a stack trace.
public final class Toolkit {
  private static final Logger LOG = LoggerFactory.getLogger(Toolkit.class);

  // JavaFX starts once in a process.
  private static final AtomicReference<@Nullable CompletableFuture<Void>> AHEAD =
      new AtomicReference<>();

  private Toolkit() {}

  /// What came of it.
  public sealed interface Outcome {
    /// All windows were open, and are closed again.
    record Closed() implements Outcome {}

    /// There is no screen to open a window on.
    ///
    /// @param sentence what is missing and what to do about it
    record NoDisplay(String sentence) implements Outcome {}

    /// A library of the system is missing.
    ///
    /// @param library the file that could not be loaded
    /// @param debianPackage the package of Debian and its kin that has it
    /// @param sentence what is missing and what to do about it
    record LibraryMissing(String library, String debianPackage, String sentence)
        implements Outcome {}

    /// Something else went wrong.
    ///
    /// @param sentence what
    record Failed(String sentence) implements Outcome {}
  }

  /// Whether windows can be opened here, told without starting anything: ask before a job is
  /// started that needs one.
  ///
  /// @return why not; empty when nothing stands against it
  public static Optional<Outcome> obstacle() {
    return SystemLibraries.obstacle();
  }

  /// Starts JavaFX on a thread of its own, so that [#run] finds it running: for whoever will open a
  /// window and has something else to do first. At most once; where there can be no window nothing
  /// is started, and [#run] says why.
  public static void startAhead() {
    AHEAD.set(
        onItsThread(() -> {
          if (obstacle().isEmpty()) {
            begin();
          }
        }));
  }

  /// Opens a window and waits until it, and every other window that was opened from it, is closed.
  /// To be called at most once, on any thread but the JavaFX thread.
  ///
  /// @param opening what to open in it, called on a thread of its own while the window says that it
  ///   is being opened; a refusal is shown there. Absent for an empty window.
  public static Outcome run(Workbench workbench, Optional<Supplier<OpenAnswer>> opening) {
    Optional<Outcome> obstacle = obstacle();
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    // JavaFX takes its time, and the settings and all texts are read meanwhile.
    CompletableFuture<Void> running =
        Objects.requireNonNullElseGet(AHEAD.getAndSet(null), () -> onItsThread(Toolkit::begin));
    Workbench.KeptSettings kept = workbench.settings();
    Text.prepare();
    try (Remembered remembered =
        new Remembered(kept.settings(), settings -> keep(workbench, settings))) {
      return start(
          running,
          finished -> new Windows(workbench, remembered, finished).open(opening, kept.remark()));
    }
  }

  private static void keep(Workbench workbench, Settings settings) {
    // Not worth a dialog: what is lost is a width or a preset, and the next change tries again.
    workbench.keep(settings).ifPresent(why -> LOG.warn("the settings are not kept: {}", why));
  }

  /// Starts JavaFX, does something on its thread, and waits until that says that it is over.
  static Outcome start(Consumer<Consumer<Outcome>> work) {
    return start(onItsThread(Toolkit::begin), work);
  }

  private static void begin() {
    SystemLibraries.chooseRendering();
    Platform.startup(() -> {});
  }

  private static CompletableFuture<Void> onItsThread(Runnable task) {
    return CompletableFuture.runAsync(
        task, work -> Thread.ofPlatform().name("toolkit").start(work));
  }

  private static Outcome start(CompletableFuture<Void> running, Consumer<Consumer<Outcome>> work) {
    try {
      running.join();
    } catch (CompletionException e) {
      return refusal(Objects.requireNonNullElse(e.getCause(), e));
    }
    CompletableFuture<Outcome> over = new CompletableFuture<>();
    new Pulse()
        .execute(() -> {
          try {
            work.accept(over::complete);
          } catch (RuntimeException | Error e) {
            over.completeExceptionally(e);
          }
        });
    Outcome outcome = await(over);
    Platform.exit();
    return outcome;
  }

  private static Outcome refusal(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    return switch (thrown) {
      // How JavaFX says that it cannot reach the display, or load its own library.
      case UnsupportedOperationException _ ->
          new Outcome.NoDisplay(Text.of("toolkit.refused", message));
      case RuntimeException _ -> new Outcome.Failed(Text.of("toolkit.failed", message));
      case LinkageError _ -> new Outcome.Failed(Text.of("toolkit.failed", message));
      // No memory, no stack: nothing that a sentence about the window would explain.
      case Error error -> throw error;
      default -> throw new IllegalStateException(thrown);
    };
  }

  private static Outcome await(CompletableFuture<Outcome> over) {
    try {
      return over.get();
    } catch (ExecutionException e) {
      return failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Closed();
    }
  }

  /// What to say of a bug that leaves no window to say it in.
  static Outcome failed(Throwable bug) {
    LOG.error("the window could not be opened", bug);
    return new Outcome.Failed(
        Text.of("toolkit.failed", String.valueOf(Objects.requireNonNullElse(bug.getCause(), bug))));
  }
}
