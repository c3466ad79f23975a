package dev.lifeguard.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import org.junit.jupiter.api.Test;

final class TimelineViewModelTest {
  private static final double WIDTH = 700;

  private final TimelineViewModel model = new TimelineViewModel(true);

  @Test
  void latestMomentStaysAtTheRightEdgeWhileItFollows() {
    model.show(picture(new Story().job("a", 1, 1).after(1000).worker(1, 5, 0)));
    assertThat(model.followingProperty().get()).isTrue();
    assertThat(x(model.pictureProperty().get().nowNanos())).isLessThan(WIDTH / 2);
    model.show(picture(longJob(500_000)));
    double now = model.pictureProperty().get().nowNanos();
    assertThat(x(now)).isCloseTo(WIDTH * (1 - TimeWindow.MARGIN), within(1.0));
    assertThat(model.windowProperty().get().leftNanos()).isGreaterThan(430e9);
  }

  @Test
  void anyMovementEndsFollowingAndThenTheViewStandsStill() {
    model.show(picture(longJob(500_000)));
    model.panLeft();
    assertThat(model.followingProperty().get()).isFalse();
    double left = model.windowProperty().get().leftNanos();
    model.show(picture(longJob(900_000)));
    assertThat(model.windowProperty().get().leftNanos()).isCloseTo(left, within(1.0));
    model.follow();
    model.zoomIn();
    assertThat(model.followingProperty().get()).isFalse();
    model.follow();
    assertThat(model.followingProperty().get()).isTrue();
  }

  @Test
  void whatIsUnderThePointerStaysThereWhenItZooms() {
    model.show(picture(Stories.finished()));
    model.fit();
    double under = model.windowProperty().get().nanos(200);
    model.zoom(0.5, 200);
    assertThat(model.windowProperty().get().nanos(200)).isCloseTo(under, within(1e3));
    model.zoom(0.01, 200);
    assertThat(model.windowProperty().get().nanos(200)).isCloseTo(under, within(1e3));
  }

  @Test
  void nobodyGetsLostByMovingOrZooming() {
    model.show(picture(Stories.finished()));
    for (int i = 0; i < 50; i++) {
      model.panRight();
    }
    double now = model.pictureProperty().get().nowNanos();
    assertThat(x(now)).isBetween(0.0, WIDTH);
    for (int i = 0; i < 100; i++) {
      model.panLeft();
    }
    assertThat(x(0)).isBetween(0.0, WIDTH);
    for (int i = 0; i < 100; i++) {
      model.zoomOut();
    }
    assertThat(x(now) - x(0)).isGreaterThan(WIDTH / 3);
  }

  @Test
  void recordingIsShownAsAWhole() {
    TimelineViewModel recording = new TimelineViewModel(false);
    recording.show(picture(Stories.finished()));
    TimeWindow window = recording.windowProperty().get();
    double now = recording.pictureProperty().get().nowNanos();
    assertThat(window.x(0)).isZero();
    assertThat(window.x(now)).isCloseTo(WIDTH * (1 - TimeWindow.MARGIN), within(1.0));
    recording.home();
    assertThat(recording.windowProperty().get().x(0)).isZero();
  }

  @Test
  void homeGoesToTheStartWithoutZooming() {
    model.show(picture(longJob(500_000)));
    double scale = model.windowProperty().get().axis().nanosPerPixel();
    model.home();
    assertThat(x(0)).isZero();
    assertThat(model.windowProperty().get().axis().nanosPerPixel()).isEqualTo(scale);
  }

  @Test
  void incidentIsShownWithItsRetry() {
    model.show(picture(Stories.finished()));
    model.show(1);
    Retry retry = model.pictureProperty().get().retries().getFirst();
    assertThat(x(retry.lostNanos())).isBetween(0.0, WIDTH);
    assertThat(x(retry.startedNanos())).isBetween(x(retry.lostNanos()) + 40, WIDTH);
    assertThat(model.incidentProperty().get()).isEqualTo(1);
    assertThat(model.wantedLaneProperty().get()).hasValue(3);
    assertThat(model.followingProperty().get()).isFalse();
  }

  @Test
  void incidentInSightIsNotMoved() {
    model.show(picture(Stories.finished()));
    model.fit();
    double left = model.windowProperty().get().leftPixel();
    model.bringIntoSight(1);
    assertThat(model.windowProperty().get().leftPixel()).isEqualTo(left);
    model.zoom(0.01, WIDTH);
    model.bringIntoSight(1);
    assertThat(x(model.pictureProperty().get().incidents().getFirst().atNanos()))
        .isBetween(0.0, WIDTH);
    model.bringIntoSight(7);
  }

  private static Story longJob(long millis) {
    Story story = new Story().job("a", 1, 1).worker(1, 5, 0).ready(1).starts(1, 1, 1, "x");
    return story.after(millis).done(1, 1, 1);
  }

  private double x(long nanos) {
    return x((double) nanos);
  }

  private double x(double nanos) {
    return model.windowProperty().get().x(nanos);
  }

  private static TimelinePicture picture(Story story) {
    JobModel job = new JobModel();
    TimelineCamera camera = new TimelineCamera();
    story
        .events()
        .forEach(event -> {
          job.apply(event);
          camera.saw(event);
        });
    return camera.take(job, new Moment(job.lastNanos(), 0, ""));
  }
}
