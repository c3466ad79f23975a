package dev.lifeguard.gui.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Scenes;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.Blame;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimelineCameraTest {
  private static final long MILLI = 1_000_000;

  private final JobModel job = new JobModel();
  private TimelineCamera camera = new TimelineCamera();

  @Test
  void replacementStandsRightBelowTheDead() {
    TimelinePicture picture = tell(Stories.killed());
    assertThat(picture.lanes()).extracting(Lane::worker).containsExactly(1, 2, 3, 5, 4);
    assertThat(picture.lanes().get(2).lives()).isFalse();
    assertThat(picture.living()).isEqualTo(4);
  }

  @Test
  void lostAttemptEndsWithItsWorkerAndLeadsToTheRetry() {
    TimelinePicture picture = tell(Stories.killed());
    Bars bars = lane(picture, 3).bars();
    int last = bars.size() - 1;
    assertThat(bars.kind(last)).isEqualTo(BarKind.LOST);
    assertThat(bars.task(last)).isEqualTo(60);
    assertThat(bars.incident(last)).isEqualTo(1);
    long lost = bars.endNanos(last);
    assertThat(picture.incidents()).containsExactly(new IncidentMark(1, 3, lost, "SIGKILL"));
    assertThat(picture.retries()).hasSize(1);
    assertThat(picture.retries().getFirst().fromWorker()).isEqualTo(3);
    assertThat(picture.retries().getFirst().toWorker()).isEqualTo(5);
    assertThat(picture.retries().getFirst().lostNanos()).isEqualTo(lost);
    assertThat(lane(picture, 5).open().orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void everyAttemptHasOneBarAndBarsOfALaneNeverOverlap() {
    TimelinePicture picture = tell(Stories.finished());
    int attempts = 0;
    for (Lane lane : picture.lanes()) {
      for (int i = 0; i < lane.bars().size(); i++) {
        attempts += lane.bars().task(i) > 0 ? 1 : 0;
        assertThat(lane.bars().endNanos(i)).isGreaterThanOrEqualTo(lane.bars().startNanos(i));
        if (i > 0) {
          assertThat(lane.bars().startNanos(i)).isGreaterThanOrEqualTo(lane.bars().endNanos(i - 1));
        }
      }
    }
    assertThat(attempts).isEqualTo(job.attemptsStarted());
  }

  @Test
  void hangLastsUntilTheWorkerMoves() {
    Story story = Stories.hung();
    TimelinePicture picture = tell(story);
    assertThat(lane(picture, 1).hang().orElseThrow().incident()).isEqualTo(1);
    picture = tell(List.of(new PoolEvent.WorkerMoved(story.now() + MILLI, 1, 1)));
    assertThat(lane(picture, 1).hang()).isEmpty();
    assertThat(lane(picture, 1).standstills().getFirst().untilNanos())
        .isEqualTo(story.now() + MILLI);
    assertThat(lane(picture, 1).open()).isPresent();
  }

  /// Its workers were busy all the time.
  @Test
  void poolWhoseTasksCannotBeSeenIsNotCalledIdle() {
    assertThat(tell(Scenes.FOREIGN_HUNG.story()).gaps().size()).isZero();
  }

  @Test
  void attemptThatTheMemoryLimitRefusedIsLostAlthoughItsWorkerLives() {
    Story story = new Story().job("a", 1, 2).worker(1, 5, 0).ready(1).starts(1, 1, 1, "x");
    story.after(10).add(new PoolEvent.TaskRequeued(story.now(), 1, 1, Blame.TASK));
    story.after(10).starts(1, 1, 2, "x");
    TimelinePicture picture = tell(story);
    Bars bars = lane(picture, 1).bars();
    assertThat(bars.kind(bars.size() - 1)).isEqualTo(BarKind.LOST);
    assertThat(lane(picture, 1).lives()).isTrue();
    assertThat(picture.retries()).hasSize(1);
  }

  @Test
  void slotKeepsItsLaneFromAttemptToAttempt() {
    TimelinePicture picture = tell(Stories.endings());
    assertThat(picture.lanes()).hasSize(3);
    Lane first = lane(picture, 1);
    assertThat(first.lives()).isTrue();
    assertThat(first.bars().kind(0)).isEqualTo(BarKind.DONE);
    assertThat(first.bars().kind(1)).isEqualTo(BarKind.LOST);
  }

  @Test
  void longIdleTimesAreGaps() {
    Story story = new Story().job("a", 1, 3).worker(1, 5, 0).ready(1);
    story.starts(1, 1, 1, "x").after(100).done(1, 1, 1);
    long idle = story.now();
    story.after(60_000).starts(1, 2, 1, "y").after(100).done(1, 2, 1);
    story.after(1000).starts(1, 3, 1, "z");
    Gaps gaps = tell(story).gaps();
    assertThat(gaps.size()).isEqualTo(1);
    assertThat(gaps.fromNanos(0)).isEqualTo(idle);
    assertThat(gaps.lengthNanos(0)).isEqualTo(60_000 * MILLI);
  }

  @Test
  void memoryIsThatOfTheLiving() {
    Story story = Stories.running();
    TimelinePicture picture = tell(story);
    long before = picture.memory().latestBytes();
    assertThat(before / (double) (1L << 30)).isBetween(4.5, 4.6);
    story.killed(3, 60, 1, 9);
    tell(story.events().subList(story.events().size() - 1, story.events().size()));
    Story next = Stories.killed();
    next.sampled(Story.reading(1, 23418, RunState.RUNNING, 0, 1.84, 3));
    picture = tell(List.of(next.events().getLast()));
    assertThat(picture.memory().highestBytes()).isEqualTo(before);
    assertThat(picture.memory().latestBytes() / (double) (1L << 30)).isBetween(2.9, 3.0);
  }

  @Test
  void veryManyAttemptsAreKeptInBoundedRoomAndNoneIsForgotten() {
    int tasks = 300_000;
    camera = new TimelineCamera(10_000);
    tell(new Story().job("a", 4, tasks));
    Story workers = new Story();
    for (int worker = 1; worker <= 4; worker++) {
      workers.worker(worker, 100 + worker, 0).ready(worker);
    }
    tell(workers);
    Lane early = camera.take(job, moment()).lanes().getFirst();
    for (int task = 1; task <= tasks; task++) {
      tellQuietly(new Story().after(task).starts(1 + task % 4, task, 1, "x"));
      tellQuietly(new Story().after(task + 3).done(1 + task % 4, task, 1));
    }
    TimelinePicture picture = camera.take(job, moment());
    long counted = 0;
    int bars = 0;
    for (Lane lane : picture.lanes()) {
      bars += lane.bars().size();
      for (int i = 0; i < lane.bars().size(); i++) {
        counted += lane.bars().task(i) > 0 ? lane.bars().count(i) : 0;
      }
    }
    assertThat(bars).isBetween(4_000, 10_000);
    assertThat(counted).isEqualTo(tasks);
    // What was handed out before is as it was.
    assertThat(early.bars().size()).isEqualTo(1);
    assertThat(early.bars().kind(0)).isEqualTo(BarKind.STARTING);
  }

  @Test
  void laneInWhichNothingHappenedIsTheSameObject() {
    TimelinePicture first = tell(Stories.running());
    Story more = Stories.running();
    more.done(1, 57, 1);
    TimelinePicture second = tell(List.of(more.events().getLast()));
    assertThat(lane(second, 2)).isSameAs(lane(first, 2));
    assertThat(lane(second, 1)).isNotSameAs(lane(first, 1));
  }

  private static Lane lane(TimelinePicture picture, int worker) {
    return picture.lanes().stream().filter(l -> l.worker() == worker).findFirst().orElseThrow();
  }

  private TimelinePicture tell(Story story) {
    return tell(story.events());
  }

  private TimelinePicture tell(List<PoolEvent> events) {
    events.forEach(this::tellQuietly);
    return camera.take(job, moment());
  }

  private void tellQuietly(Story story) {
    story.events().forEach(this::tellQuietly);
  }

  private void tellQuietly(PoolEvent event) {
    job.apply(event);
    camera.saw(event);
  }

  private Moment moment() {
    return new Moment(job.lastNanos(), 0, "");
  }
}
