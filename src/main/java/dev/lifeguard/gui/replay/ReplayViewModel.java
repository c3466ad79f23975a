package dev.lifeguard.gui.replay;

import dev.lifeguard.gui.common.Elapsed;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.Replay;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/// What the bar under a film shows, and what its buttons do. JavaFX thread.
public final class ReplayViewModel {
  private static final double SECOND = 1e9;
  // Nobody hits the very nanosecond of an incident with a slider, and one that is jumped to must
  // not be jumped to again.
  private static final long NEAR_NANOS = 1_000_000;

  private final Optional<Replay> film;
  private Runnable onJump = () -> {};
  private final ReadOnlyDoubleWrapper position = new ReadOnlyDoubleWrapper();
  private final ReadOnlyDoubleWrapper length = new ReadOnlyDoubleWrapper();
  private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper incidents = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper time = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper longestTime = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<List<Double>> marks = new ReadOnlyObjectWrapper<>(List.of());

  /// The bar of a job, which has nothing to show unless the job is a film.
  public ReplayViewModel(JobSource source) {
    film = source instanceof Replay replay ? Optional.of(replay) : Optional.empty();
    reading.set(film.isPresent());
    tellProgress();
  }

  /// Tells when the film is about to jump to an incident.
  public void onJump(Runnable told) {
    onJump = told;
  }

  /// Whether there is anything to play.
  public boolean isFilm() {
    return film.isPresent();
  }

  /// Tells how much of the film has been read, until there is something to draw.
  ///
  /// @return whether there will be more to tell
  public boolean tellProgress() {
    double share = film.map(Replay::readShare).orElse(1.0);
    if (reading.get()) {
      // What is read has still to be folded.
      time.set(Text.of("replay.reading", Math.min((int) (100 * share), 99)));
      longestTime.set(time.get());
    }
    return reading.get() && share < 1;
  }

  /// Takes up what the film is at now. Called whenever something new is drawn, which is never
  /// before all of it is read.
  public void refresh() {
    reading.set(false);
    follow();
  }

  private void follow() {
    if (reading.get()) {
      return;
    }
    film.ifPresent(replay -> {
      length.set(replay.lengthNanos() / SECOND);
      position.set(replay.positionNanos() / SECOND);
      playing.set(replay.isPlaying());
      incidents.set(!replay.incidentNanos().isEmpty());
      String whole = Elapsed.text(replay.lengthNanos());
      time.set(Elapsed.text(replay.positionNanos()) + " / " + whole);
      longestTime.set(whole + " / " + whole);
      if (marks.get().isEmpty() && replay.lengthNanos() > 0) {
        double nanos = replay.lengthNanos();
        marks.set(replay.incidentNanos().stream().map(at -> at / nanos).toList());
      }
    });
  }

  /// The moment that is shown, in seconds since the start of the job.
  public ReadOnlyDoubleProperty positionProperty() {
    return position.getReadOnlyProperty();
  }

  /// The length of the job in seconds; 0 until it is known.
  public ReadOnlyDoubleProperty lengthProperty() {
    return length.getReadOnlyProperty();
  }

  /// Whether it is still being read: nothing else is known of it until that is done.
  public ReadOnlyBooleanProperty readingProperty() {
    return reading.getReadOnlyProperty();
  }

  /// Whether time passes.
  public ReadOnlyBooleanProperty playingProperty() {
    return playing.getReadOnlyProperty();
  }

  /// Whether there are incidents to jump to.
  public ReadOnlyBooleanProperty incidentsProperty() {
    return incidents.getReadOnlyProperty();
  }

  /// The moment and the length in words, or how much has been read.
  public ReadOnlyStringProperty timeProperty() {
    return time.getReadOnlyProperty();
  }

  /// The longest text that [#timeProperty] will have.
  public ReadOnlyStringProperty longestTimeProperty() {
    return longestTime.getReadOnlyProperty();
  }

  /// Where the incidents are, as fractions of the length, ascending.
  public ReadOnlyObjectProperty<List<Double>> marksProperty() {
    return marks.getReadOnlyProperty();
  }

  /// Plays, or pauses.
  public void toggle() {
    film.ifPresent(replay -> {
      if (replay.isPlaying()) {
        replay.pause();
      } else {
        replay.play();
      }
    });
    follow();
  }

  /// Shows another moment.
  public void seek(double seconds) {
    film.ifPresent(replay -> replay.seek((long) (seconds * SECOND)));
    follow();
  }

  /// Plays at another speed from now on.
  ///
  /// @param times one of [Replay#SPEEDS]
  public void speed(double times) {
    film.ifPresent(replay -> replay.speed(times));
  }

  /// Shows the moment of the next incident, or the end.
  public void nextIncident() {
    onJump.run();
    film.ifPresent(replay -> {
      long from = replay.positionNanos() + NEAR_NANOS;
      replay.seek(
          replay.incidentNanos().stream()
              .filter(at -> at > from)
              .findFirst()
              .orElse(replay.lengthNanos()));
    });
    follow();
  }

  /// Shows the moment of the incident before, or the start.
  public void previousIncident() {
    onJump.run();
    film.ifPresent(replay -> {
      long until = replay.positionNanos() - NEAR_NANOS;
      List<Long> before = replay.incidentNanos().stream().filter(at -> at < until).toList();
      replay.seek(before.isEmpty() ? 0 : before.getLast());
    });
    follow();
  }
}
