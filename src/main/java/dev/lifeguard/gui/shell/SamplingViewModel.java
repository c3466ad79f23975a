package dev.lifeguard.gui.shell;

import dev.lifeguard.job.Command;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// How often the processes are measured, and that it can be had otherwise. JavaFX thread.
public final class SamplingViewModel {
  private final boolean offered;
  private final Consumer<Command> sender;
  private final ReadOnlyBooleanWrapper canSample = new ReadOnlyBooleanWrapper();
  private final ReadOnlyObjectWrapper<Duration> period =
      new ReadOnlyObjectWrapper<>(SampleRate.QUARTER.period());
  private Duration told = Duration.ZERO;
  private Optional<SampleRate> wanted = Optional.empty();

  /// @param offered whether the job can be asked at all
  /// @param sender sends a command
  SamplingViewModel(boolean offered, Consumer<Command> sender) {
    this.offered = offered;
    this.sender = sender;
  }

  /// Whether the job has this control at all.
  boolean isOffered() {
    return offered;
  }

  /// Whether it can be asked now.
  public ReadOnlyBooleanProperty canSampleProperty() {
    return canSample.getReadOnlyProperty();
  }

  /// The time from one measurement to the next, as was asked last.
  public ReadOnlyObjectProperty<Duration> periodProperty() {
    return period.getReadOnlyProperty();
  }

  /// What the user prefers is asked for as soon as there is somebody to ask.
  void atFirst(SampleRate rate) {
    wanted = Optional.of(rate);
  }

  /// Shows the next picture.
  void show(SummaryPicture picture) {
    Duration now = Duration.ofNanos(picture.samplePeriodNanos());
    if (!now.equals(told)) {
      told = now;
      period.set(now);
    }
    canSample.set(offered && picture.job().isPresent() && !picture.isOver());
    if (canSample.get()) {
      wanted.ifPresent(this::every);
      wanted = Optional.empty();
    }
  }

  /// Measures so often from now on.
  void every(SampleRate rate) {
    if (canSample.get() && !rate.period().equals(period.get())) {
      // Shown at once, so that several keys add up before the job has told of the first.
      period.set(rate.period());
      sender.accept(new Command.SampleEvery(rate.period()));
    }
  }

  /// The job has refused: what it told last still holds.
  void refused() {
    if (!told.isZero()) {
      period.set(told);
    }
  }

  /// Measures more often.
  void faster() {
    every(SampleRate.faster(period.get()));
  }

  /// Measures less often.
  void slower() {
    every(SampleRate.slower(period.get()));
  }

  /// Measures once, now.
  void now() {
    if (canSample.get()) {
      sender.accept(new Command.SampleNow());
    }
  }
}
