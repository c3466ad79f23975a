package dev.lifeguard.gui.memory;

import static dev.lifeguard.gui.story.Story.reading;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.memory.MemoryCamera.Watched;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.RunState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryCameraTest {
  private static final long MIB = 1L << 20;

  private final JobModel job = new JobModel();
  private final MemoryCamera camera = new MemoryCamera();
  private int told;

  @Test
  void nobodyWatchesAndNoPictureIsTaken() {
    tell(Stories.killed());
    assertThat(take()).isSameAs(MemoryPicture.EMPTY);
  }

  @Test
  void replacementHasItsLaneUnderTheDead() {
    tell(Stories.killed());
    camera.watch(new Watched(0, 9));
    assertThat(take().lanes()).extracting(MemoryLane::worker).containsExactly(1, 2, 3, 5, 4);
    assertThat(take().lanes())
        .extracting(MemoryLane::alive)
        .containsExactly(true, true, false, true, true);
  }

  @Test
  void onlyLanesInSightAreInThePicture() {
    tell(Stories.killed());
    camera.watch(new Watched(2, 2));
    MemoryPicture picture = take();
    assertThat(picture.lanes()).extracting(MemoryLane::worker).containsExactly(3, 5);
    assertThat(picture.first()).isEqualTo(2);
    assertThat(picture.laneCount()).isEqualTo(5);
  }

  @Test
  void pictureStaysTheSameUntilSomethingIsMeasured() {
    tell(Stories.killed());
    camera.watch(new Watched(0, 9));
    MemoryPicture picture = take();
    assertThat(take()).isSameAs(picture);
    tell(story(Stories.killed()).sampled(reading(1, 23418, RunState.RUNNING, 0.9, 0.9, 3.1)));
    assertThat(take()).isNotSameAs(picture);
  }

  @Test
  void laneIsTheSumOfAWorkerAndWhatItStarted() {
    tell(Stories.running());
    camera.watch(new Watched(3, 1));
    MemoryLane lane = take().lanes().getFirst();
    assertThat(lane.worker()).isEqualTo(4);
    assertThat(lane.residentBytes() / MIB).isEqualTo((long) (1024 * (0.77 + 0.002 + 0.02)));
  }

  @Test
  void historyOfHoursIsAsLargeAsThatOfMinutesAndForgetsNoPeak() {
    Story story = new Story().job("long", 1, 10).worker(1, 23418, 0).ready(1);
    for (int second = 0; second < 20_000; second++) {
      double resident = second == 7_777 ? 3.5 : 0.5;
      story.after(1000).sampled(reading(1, 23418, RunState.RUNNING, 1, resident, 1.0));
    }
    tell(story);
    camera.watch(new Watched(0, 1));
    MemoryPicture picture = take();
    Curve curve = picture.lanes().getFirst().curve();
    assertThat(curve.end() - curve.first()).isBetween(Track.SPANS / 2 - 1, Track.SPANS);
    assertThat(picture.lanes().getFirst().peakBytes() / MIB).isEqualTo(3584);
    int peak = (int) (7_778_000_000_000L / picture.spanNanos());
    assertThat(curve.residentBytes(peak) / MIB).isEqualTo(3584);
    assertThat(curve.residentBytes(peak + 2) / MIB).isEqualTo(512);
    assertThat(curve.committedBytes(peak) / MIB).isEqualTo(1024);
  }

  @Test
  void timeBetweenTwoSamplesIsFilledWithTheFirst() {
    tell(
        new Story()
            .job("gap", 1, 10)
            .worker(1, 23418, 0)
            .ready(1)
            .after(1000)
            .sampled(reading(1, 23418, RunState.RUNNING, 1, 1, 2))
            .after(5000)
            .sampled(reading(1, 23418, RunState.RUNNING, 1, 2, 2)));
    camera.watch(new Watched(0, 1));
    Curve curve = take().lanes().getFirst().curve();
    for (int span = curve.first(); span < curve.end() - 1; span++) {
      assertThat(curve.residentBytes(span) / MIB).isEqualTo(1024);
    }
    assertThat(curve.residentBytes(curve.end() - 1) / MIB).isEqualTo(2048);
  }

  @Test
  void deadAreForgottenWhenThereAreThousands() {
    Story story = new Story().job("crashes", 1, 10).worker(1, 30_000, 0).ready(1);
    for (int worker = 2; worker <= MemoryCamera.MOST_TRACKS + 50; worker++) {
      story.killed(worker - 1, 1, 1, 11).worker(worker, 30_000 + worker, worker - 1);
    }
    List<PoolEvent> events =
        story.events().stream().filter(e -> !(e instanceof PoolEvent.TaskStarted)).toList();
    events.forEach(camera::saw);
    camera.watch(new Watched(0, 10));
    MemoryPicture picture = take();
    assertThat(picture.laneCount()).isEqualTo(MemoryCamera.MOST_TRACKS);
    assertThat(picture.incidents()).hasSize(MemoryCamera.MOST_MARKS);
  }

  @Test
  void limitFarAboveEverythingIsNotOnTheScale() {
    tell(
        new Story()
            .job("small", 1, 10)
            .worker(1, 23418, 0)
            .after(1000)
            .sampled(reading(1, 23418, RunState.RUNNING, 1, 0.1, 0.2)));
    camera.watch(new Watched(0, 1));
    assertThat(take().scaleBytes()).isLessThan(1L << 30);
    tell(story(new Story()).after(2000).sampled(reading(1, 23418, RunState.RUNNING, 1, 2, 3)));
    assertThat(take().scaleBytes()).isEqualTo(4L << 30);
  }

  @Test
  void viewModelAsksForNothingWhileItIsHidden() {
    List<Watched> asked = new ArrayList<>();
    MemoryOverTimeViewModel model = new MemoryOverTimeViewModel(asked::add);
    model.look(0, 5);
    assertThat(asked).isEmpty();
    model.showing(true);
    model.look(3, 5);
    model.look(3, 5);
    model.showing(false);
    assertThat(asked).containsExactly(new Watched(0, 5), new Watched(3, 5), Watched.NOTHING);
  }

  /// Goes on after what was told already.
  private Story story(Story longer) {
    told = longer.events().size();
    return longer;
  }

  private void tell(Story story) {
    List<PoolEvent> events = story.events();
    for (PoolEvent event : events.subList(told, events.size())) {
      job.apply(event);
      camera.saw(event);
    }
    told = events.size();
  }

  private MemoryPicture take() {
    return camera.take(job, new Moment(job.lastNanos(), 0, ""));
  }
}
