package dev.lifeguard.gui.timeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;

/// The timeline: what is known, what of it is in sight, and what is chosen. JavaFX thread.
///
/// While it follows, the latest moment stays at the right edge; any movement by the user ends that,
/// because nothing is worse than a picture that runs away while one reads it.
public final class TimelineViewModel {
  private static final double ZOOM = 1.5;
  private static final double PAN = 0.2;
  private static final long LEAST_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long USUAL_AFTER_NANOS = TimeUnit.SECONDS.toNanos(2);

  // Until the pane has said how wide it is.
  private static final double FIRST_WIDTH = 700;

  private final ReadOnlyObjectWrapper<TimelinePicture> picture =
      new ReadOnlyObjectWrapper<>(TimelinePicture.EMPTY);
  private final ReadOnlyObjectWrapper<TimeWindow> window;
  private final ReadOnlyBooleanWrapper following = new ReadOnlyBooleanWrapper();
  private final IntegerProperty incident = new SimpleIntegerProperty();
  private final IntegerProperty worker = new SimpleIntegerProperty();
  private final ReadOnlyObjectWrapper<OptionalInt> wanted =
      new ReadOnlyObjectWrapper<>(OptionalInt.empty());

  /// A timeline without workers.
  ///
  /// @param live whether the job goes on: such a timeline follows it; that of a recording shows the
  ///   whole job
  public TimelineViewModel(boolean live) {
    window =
        new ReadOnlyObjectWrapper<>(
            live
                ? TimeWindow.following(TimelinePicture.EMPTY, FIRST_WIDTH)
                : TimeWindow.fitting(TimelinePicture.EMPTY, FIRST_WIDTH));
    window.subscribe(next -> following.set(next.mode() == TimeWindow.Mode.FOLLOW));
  }

  /// What is known. Changes with every picture.
  ReadOnlyObjectProperty<TimelinePicture> pictureProperty() {
    return picture.getReadOnlyProperty();
  }

  /// What of it is in sight.
  ReadOnlyObjectProperty<TimeWindow> windowProperty() {
    return window.getReadOnlyProperty();
  }

  /// Whether the latest moment stays at the right edge.
  public ReadOnlyBooleanProperty followingProperty() {
    return following.getReadOnlyProperty();
  }

  /// The incident whose line stands out, 0 for none.
  public IntegerProperty incidentProperty() {
    return incident;
  }

  /// The worker whose lane stands out, 0 for none.
  public IntegerProperty workerProperty() {
    return worker;
  }

  /// A worker whose lane is to be scrolled into sight; empty once that is done.
  ReadOnlyObjectProperty<OptionalInt> wantedLaneProperty() {
    return wanted.getReadOnlyProperty();
  }

  void laneShown() {
    wanted.set(OptionalInt.empty());
  }

  /// Shows the next picture.
  public void show(TimelinePicture next) {
    picture.set(next);
    change(now -> now.with(next, now.width()));
  }

  /// The pane is this wide now.
  void resize(double width) {
    if (width != window.get().width() && width > 1) {
      change(now -> now.with(picture.get(), width));
    }
  }

  private void change(UnaryOperator<TimeWindow> to) {
    window.set(to.apply(window.get()));
  }

  /// Moves by pixels, to later times for a positive number.
  void pan(double pixels) {
    change(now -> now.panned(picture.get(), pixels));
  }

  /// Moves a fifth of the width to earlier times.
  public void panLeft() {
    pan(-PAN * window.get().width());
  }

  /// Moves a fifth of the width to later times.
  public void panRight() {
    pan(PAN * window.get().width());
  }

  /// Shows less for a factor below 1; what stands at `x` stays there.
  void zoom(double factor, double x) {
    change(now -> now.zoomed(picture.get(), factor, x));
  }

  /// Shows less of the time, around the middle.
  public void zoomIn() {
    zoom(1 / ZOOM, window.get().width() / 2);
  }

  /// Shows more of the time, around the middle.
  public void zoomOut() {
    zoom(ZOOM, window.get().width() / 2);
  }

  /// Goes to the start of the job.
  public void home() {
    pan(-window.get().axis().pixel(picture.get().nowNanos()) - window.get().width());
    pan(-window.get().leftPixel());
  }

  /// Follows the latest moment from now on.
  public void follow() {
    change(now -> TimeWindow.following(picture.get(), now.width()));
  }

  /// Stays where it is from now on.
  public void stay() {
    pan(0);
  }

  /// Shows the whole job from now on.
  public void fit() {
    change(now -> TimeWindow.fitting(picture.get(), now.width()));
  }

  /// Brings a moment into the middle.
  void centre(double nanos) {
    change(now -> now.centred(picture.get(), nanos));
  }

  /// Shows an incident: the end of the lost attempt, the arrow, and the beginning of the retry.
  ///
  /// @param id its number; anything but a known one is ignored
  public void show(int id) {
    mark(id)
        .ifPresent(mark -> {
          incident.set(id);
          double after = afterNanos(mark);
          double from = mark.atNanos() - 2 * after;
          change(
              now -> TimeWindow.showing(picture.get(), from, mark.atNanos() + after, now.width()));
          wanted.set(OptionalInt.of(mark.worker()));
        });
  }

  /// Moves to an incident only if it is not in sight.
  ///
  /// @param id its number; anything but a known one is ignored
  public void bringIntoSight(int id) {
    mark(id)
        .ifPresent(mark -> {
          incident.set(id);
          TimeWindow now = window.get();
          double x = now.x(mark.atNanos());
          if (x < 0 || x > now.width()) {
            centre((double) mark.atNanos());
          }
          wanted.set(OptionalInt.of(mark.worker()));
        });
  }

  private double afterNanos(IncidentMark mark) {
    return picture.get().retries().stream()
        .filter(r -> r.fromWorker() == mark.worker() && r.lostNanos() == mark.atNanos())
        .mapToDouble(r -> 3.0 * Math.max(r.startedNanos() - r.lostNanos(), LEAST_AFTER_NANOS))
        .findFirst()
        .orElse((double) USUAL_AFTER_NANOS);
  }

  private Optional<IncidentMark> mark(int id) {
    List<IncidentMark> marks = picture.get().incidents();
    return id >= 1 && id <= marks.size() ? Optional.of(marks.get(id - 1)) : Optional.empty();
  }
}
