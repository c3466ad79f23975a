package dev.lifeguard.gui.common;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;

/// Takes pictures of a job. A picture is immutable and holds what one part of the window shows; it
/// is taken on the thread that folds the events and drawn on the JavaFX thread.
///
/// @param <S> the picture
public interface Camera<S> {
  /// Sees an event that the model has just taken up. Called for every event, so it must be cheap.
  default void saw(PoolEvent event) {}

  /// Takes a picture. Nothing in it may refer to the model, which goes on changing.
  S take(JobModel model, Moment moment);
}
