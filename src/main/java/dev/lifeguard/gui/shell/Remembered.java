package dev.lifeguard.gui.shell;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Duration;

/// The settings of all windows. They are saved a moment after the last change, so that a window
/// that is drawn larger is not saved at every pixel. JavaFX thread, except for [#close].
final class Remembered implements AutoCloseable {
  private static final Duration CALM = Duration.seconds(1);
  private static final int PATIENCE_SECONDS = 5;

  private final ReadOnlyObjectWrapper<Settings> settings;
  private final Consumer<Settings> save;
  private final PauseTransition pause = new PauseTransition(CALM);
  // One thread, so that the last change is saved last; a daemon, because a disk that does not
  // answer
  // must not keep the program.
  private final ExecutorService saver =
      Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("settings").factory());
  private Settings saved;

  /// Begins with these settings.
  ///
  /// @param save keeps settings; called on a thread of its own, must not throw
  Remembered(Settings settings, Consumer<Settings> save) {
    this.settings = new ReadOnlyObjectWrapper<>(settings);
    this.save = save;
    saved = settings;
    pause.setOnFinished(_ -> flush());
  }

  /// Settings that nobody keeps, for pictures and tests.
  static Remembered nothing() {
    return new Remembered(Settings.USUAL, _ -> {});
  }

  ReadOnlyObjectProperty<Settings> settingsProperty() {
    return settings.getReadOnlyProperty();
  }

  Settings get() {
    return settings.get();
  }

  /// Changes something.
  void change(UnaryOperator<Settings> change) {
    Settings next = change.apply(settings.get());
    if (!next.equals(settings.get())) {
      settings.set(next);
      pause.playFromStart();
    }
  }

  /// Begins to save what is not saved yet.
  void flush() {
    pause.stop();
    Settings now = settings.get();
    if (!saved.equals(now)) {
      saved = now;
      saver.execute(() -> save.accept(now));
    }
  }

  /// Waits until everything is saved, a few seconds at most. Not the JavaFX thread.
  @Override
  public void close() {
    saver.shutdown();
    try {
      if (!saver.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        saver.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
