package dev.lifeguard.gui.save;

import dev.lifeguard.gui.common.Background;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// Has a recording saved in the background, tells the JavaFX thread how far it is, at most once in
/// its every turn, and can be given up.
public final class Saving {
  private final SavableRecording recording;
  private final Background background;
  private final Executor fxThread;
  private final AtomicBoolean givenUp = new AtomicBoolean();
  private final AtomicBoolean late = new AtomicBoolean();
  private volatile double share;

  /// Nothing is saved yet.
  ///
  /// @param background where it is looked at and saved
  /// @param fxThread the JavaFX thread
  public Saving(SavableRecording recording, Background background, Executor fxThread) {
    this.recording = recording;
    this.background = background;
    this.fxThread = fxThread;
  }

  /// Looks what there is to be saved.
  void plan(Consumer<SavePlan> then, Consumer<String> failed) {
    background.call(recording::plan, then, failed);
  }

  /// Looks whether a file would be replaced.
  void replaces(String file, Consumer<Boolean> then, Consumer<String> failed) {
    background.call(() -> recording.replaces(file), then, failed);
  }

  /// Saves. Only one at a time.
  ///
  /// @param told how much of it is done, 0 to 1
  void save(
      String file,
      boolean redacted,
      DoubleConsumer told,
      Consumer<SaveAnswer> then,
      Consumer<String> failed) {
    givenUp.set(false);
    background.call(
        () -> recording.save(file, redacted, (bytes, of) -> goesOn(bytes, of, told)), then, failed);
  }

  private boolean goesOn(long bytes, long ofBytes, DoubleConsumer told) {
    share = ofBytes == 0 ? 1 : (double) bytes / ofBytes;
    if (late.compareAndSet(false, true)) {
      fxThread.execute(() -> {
        late.set(false);
        told.accept(share);
      });
    }
    return !givenUp.get();
  }

  /// Gives up what is being saved.
  void giveUp() {
    givenUp.set(true);
  }
}
