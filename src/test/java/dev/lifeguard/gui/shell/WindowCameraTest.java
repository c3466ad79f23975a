package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What a task does is in every part of the picture that tells of tasks.
final class WindowCameraTest {
  private static final int TASK = 3;

  private final JobModel job = new JobModel();
  private final WindowCamera camera = new WindowCamera(new Wishes());
  private long lines;

  @Test
  void tasksThatStartAndEndReachEveryPartThatTellsOfThem() {
    new Story().job("a", 1, 5).worker(1, 2, 0).events().forEach(this::tell);
    lines = lines();
    assertThat(isOnTheTimeline()).isFalse();

    tell(new PoolEvent.TaskStarted(9, TASK, 1, 1, "third"));
    assertThat(lines()).isEqualTo(++lines);
    assertThat(isOnTheTimeline()).isTrue();
    assertThat(line()).contains("RUNNING").contains("third");

    TaskAnswer answer = new TaskAnswer.Result(Payload.EMPTY);
    tell(new PoolEvent.TaskEnded(10, TASK, TaskOutcome.DONE, 1, OptionalInt.of(1), answer));
    assertThat(lines()).isEqualTo(++lines);
    assertThat(isOnTheTimeline()).as("as what goes on").isFalse();
    assertThat(line()).contains("DONE");
  }

  private void tell(PoolEvent event) {
    job.apply(event);
    camera.saw(event);
  }

  private WindowPicture picture() {
    return camera.take(job, new Moment(job.lastNanos(), 0, ""));
  }

  private long lines() {
    return picture().events().total();
  }

  private boolean isOnTheTimeline() {
    return picture().timeline().lanes().toString().contains("task=" + TASK);
  }

  private String line() {
    return picture().queue().line(TASK).toString();
  }
}
