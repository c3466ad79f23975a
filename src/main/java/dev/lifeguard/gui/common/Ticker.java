package dev.lifeguard.gui.common;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;

/// Calls somebody twice a second, as long as it is wanted. JavaFX thread.
public final class Ticker {
  private static final Duration PERIOD = Duration.millis(500);

  private final Timeline clock = new Timeline();

  /// Stands still at first.
  public Ticker(Runnable work) {
    clock.getKeyFrames().add(new KeyFrame(PERIOD, _ -> work.run()));
    clock.setCycleCount(Animation.INDEFINITE);
  }

  /// Lets it run or stand still.
  public void run(boolean wanted) {
    if (wanted) {
      clock.play();
    } else {
      clock.stop();
    }
  }
}
