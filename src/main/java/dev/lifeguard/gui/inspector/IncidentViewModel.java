package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.Incident;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// The incident panel. It follows the newest incident until the user looks at another one; then it
/// stays there, and goes on following when the user comes back to the last. JavaFX thread.
public final class IncidentViewModel {
  // When workers die in quick succession, each of them stays readable for a while.
  private static final long STAYS_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final ReadOnlyObjectWrapper<Optional<IncidentCard>> card =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyIntegerWrapper count = new ReadOnlyIntegerWrapper();
  private final ReadOnlyStringWrapper position = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper nothing = new ReadOnlyStringWrapper(Text.of("incident.none"));
  private final ReadOnlyBooleanWrapper unheard = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper hasPrevious = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper hasNext = new ReadOnlyBooleanWrapper();
  private final ObservableList<IncidentLine> lines = FXCollections.observableArrayList();
  private final ReadOnlyIntegerWrapper shownId = new ReadOnlyIntegerWrapper();
  private final SlowMotion slowMotion = new SlowMotion();
  private final BooleanProperty inSlowMotion = new SimpleBooleanProperty();
  private final ReadOnlyBooleanWrapper playing = new ReadOnlyBooleanWrapper();
  private IncidentsPicture picture = IncidentsPicture.EMPTY;
  private boolean following = true;
  private int shown;
  private long shownSinceNanos;
  private boolean atOnce;

  /// A panel about nothing yet.
  public IncidentViewModel() {
    inSlowMotion.subscribe(on -> {
      if (!on) {
        slowMotion.finish();
        playing.set(false);
      }
    });
  }

  /// The incident to be seen; empty as long as nothing has gone wrong.
  public ReadOnlyObjectProperty<Optional<IncidentCard>> cardProperty() {
    return card.getReadOnlyProperty();
  }

  /// All incidents, oldest first.
  public ObservableList<IncidentLine> lines() {
    return FXCollections.unmodifiableObservableList(lines);
  }

  /// The number of the one on the screen, 0 for none.
  public ReadOnlyIntegerProperty shownProperty() {
    return shownId.getReadOnlyProperty();
  }

  /// How many incidents there are.
  public ReadOnlyIntegerProperty countProperty() {
    return count.getReadOnlyProperty();
  }

  /// Which one is to be seen: `3 of 7`.
  public ReadOnlyStringProperty positionProperty() {
    return position.getReadOnlyProperty();
  }

  /// What is to be read as long as there is none.
  public ReadOnlyStringProperty nothingProperty() {
    return nothing.getReadOnlyProperty();
  }

  /// Whether something may have gone wrong of which nothing was heard.
  public ReadOnlyBooleanProperty unheardProperty() {
    return unheard.getReadOnlyProperty();
  }

  /// Whether there is an earlier one.
  public ReadOnlyBooleanProperty hasPreviousProperty() {
    return hasPrevious.getReadOnlyProperty();
  }

  /// Whether there is a later one.
  public ReadOnlyBooleanProperty hasNextProperty() {
    return hasNext.getReadOnlyProperty();
  }

  /// Whether the lines of an incident appear one after the other, for an audience.
  public BooleanProperty inSlowMotionProperty() {
    return inSlowMotion;
  }

  /// Whether lines of the incident on the screen are still to appear.
  public ReadOnlyBooleanProperty playingProperty() {
    return playing.getReadOnlyProperty();
  }

  /// How long until the next line appears; empty when all are there.
  Optional<Duration> pause() {
    return slowMotion.pause();
  }

  /// The next line appears.
  void nextLine() {
    slowMotion.next();
    playing.set(slowMotion.pause().isPresent());
  }

  boolean isSeen(IncidentCard.Step step) {
    return slowMotion.isSeen(step);
  }

  boolean isSeen(IncidentCard.Proof proof) {
    return slowMotion.isSeen(proof);
  }

  private void play(IncidentCard next) {
    slowMotion.show(next);
    if (!inSlowMotion.get()) {
      slowMotion.finish();
    }
    playing.set(slowMotion.pause().isPresent());
  }

  private static String nothing(IncidentsPicture now) {
    if (now.unheard()) {
      return Text.of("incident.none-unheard");
    }
    return now.attached() ? Text.of("incident.none-attached") : Text.of("incident.none");
  }

  /// Claims nothing before the first picture: what went wrong is still being read.
  public void waitForPicture(String why) {
    unheard.set(true);
    nothing.set(why);
  }

  /// Shows the next picture.
  public void show(IncidentsPicture next) {
    showLines(next);
    picture = next;
    unheard.set(next.unheard());
    nothing.set(nothing(next));
    int newest = next.incidents().size();
    if (shown > newest) {
      // A film went back to a moment at which the one on the screen had not happened yet.
      following = true;
      turnTo(newest);
    }
    boolean mayMove = shown == 0 || atOnce || next.nowNanos() - shownSinceNanos >= STAYS_NANOS;
    if (following && newest > shown && mayMove && !playing.get()) {
      turnTo(newest);
    }
    atOnce = false;
    update();
  }

  /// Shows the latest incident of the next picture, whatever is on the screen: a film jumps.
  public void followAtOnce() {
    following = true;
    atOnce = true;
  }

  /// Only incidents that are other ones than before are put into words.
  private void showLines(IncidentsPicture next) {
    if (next.incidents().size() < lines.size()) {
      lines.remove(next.incidents().size(), lines.size());
    }
    for (int i = 0; i < next.incidents().size(); i++) {
      Incident now = next.incidents().get(i);
      if (i >= lines.size()) {
        lines.add(IncidentLine.of(now));
      } else if (!picture.incidents().get(i).equals(now)) {
        IncidentLine line = IncidentLine.of(now);
        if (!line.equals(lines.get(i))) {
          lines.set(i, line);
        }
      }
    }
  }

  /// Shows an incident because the user wants to see it.
  ///
  /// @param id its number; anything but a known one is ignored
  public void choose(int id) {
    if (id >= 1 && id <= picture.incidents().size()) {
      turnTo(id);
      following = id == picture.incidents().size();
      update();
    }
  }

  /// Goes to the next one, if there is one.
  public void next() {
    choose(shown + 1);
  }

  /// Goes to the one before, if there is one.
  public void previous() {
    choose(shown - 1);
  }

  private void turnTo(int id) {
    shown = id;
    shownSinceNanos = picture.nowNanos();
  }

  private void update() {
    shownId.set(shown);
    int known = picture.incidents().size();
    count.set(known);
    hasPrevious.set(shown > 1);
    hasNext.set(shown < known);
    if (shown == 0) {
      position.set("");
      card.set(Optional.empty());
      return;
    }
    position.set(Text.of("incident.position", shown, known));
    IncidentCard next =
        IncidentCard.of(
            picture.incidents().get(shown - 1), picture.tasks().get(shown - 1), picture.system());
    if (!card.get().equals(Optional.of(next))) {
      play(next);
      card.set(Optional.of(next));
    }
  }
}
