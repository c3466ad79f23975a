package dev.lifeguard.gui.story;

import static dev.lifeguard.gui.story.Story.reading;

import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.OptionalInt;

/// Whole jobs, as far as they have come.
public final class Stories {
  private Stories() {}

  /// Four workers at work, nothing has gone wrong.
  public static Story running() {
    Story story = new Story().job("primes-demo", 4, 104);
    for (int worker = 1; worker <= 4; worker++) {
      story.after(4).worker(worker, 23417 + worker, 0).after(40).ready(worker);
    }
    for (int task = 1; task <= 56; task++) {
      int worker = 1 + task % 4;
      story.after(60).starts(worker, task, 1, "2^" + (40 + task) + "-1").after(180);
      if (task == 17) {
        story.fails(worker, task, "ValueError", "17 is not a Mersenne exponent");
      } else {
        story.done(worker, task, 1);
      }
    }
    story
        .after(100)
        .starts(1, 57, 1, "2^97-1")
        .starts(2, 58, 1, "2^98-1")
        .after(300)
        .starts(3, 60, 1, "2^100-1")
        .starts(4, 59, 1, "2^99-1");
    return story
        .after(900)
        .sampled(
            reading(0, 23410, RunState.RUNNING, 0.02, 0.12, 0.41),
            reading(1, 23418, RunState.RUNNING, 0.98, 0.84, 3.02),
            reading(2, 23419, RunState.STOPPED, 0, 0.31, 3.02),
            reading(3, 23420, RunState.RUNNING, 0.99, 2.61, 3.40),
            reading(4, 23421, RunState.RUNNING, 0.97, 0.77, 3.02),
            reading(4, 23431, 23421, "sh", RunState.SLEEPING, 0, 0.002, 0.01),
            reading(4, 23432, 23431, "gap", RunState.RUNNING, 0.31, 0.02, 0.10));
  }

  /// Then worker 3 is killed, and worker 5 takes its place.
  public static Story killed() {
    return running()
        .after(1200)
        .killed(3, 60, 1, 9)
        .requeued(60, 1)
        .worker(5, 1234567, 3)
        .refined(
            "own cgroup",
            "its out-of-memory counter did not rise",
            "factoring 2^100-1",
            "  trial division up to 10^6: 3, 5^3, 11, 31, 41, 101, 251, 601, 1801, 4051, 8101",
            "  cofactor 1 has 0 digits left")
        .after(210)
        .ready(5)
        .starts(5, 60, 2, "2^100-1")
        .after(250)
        .sampled(
            reading(1, 23418, RunState.RUNNING, 0.98, 0.86, 3.02),
            reading(5, 1234567, RunState.RUNNING, 0.41, 0.05, 0.40));
  }

  /// Worker 1 hangs, worker 4 waits for a device, a task was cancelled and another repeated, and
  /// the user has paused the queue.
  public static Story hung() {
    Story story =
        running()
            .sampled(
                reading(1, 23418, RunState.SLEEPING, 0, 0.84, 3.02),
                reading(4, 23421, RunState.UNINTERRUPTIBLE, 0, 0.77, 3.02))
            .after(60_000)
            .hung(1, 57, 1, 60_000, "waits for a lock, without a deadline");
    story
        .add(new PoolEvent.PoolPaused(story.now()))
        .add(new PoolEvent.TaskRepeated(story.now(), 105, 17))
        .add(ended(story, 61, TaskOutcome.CANCELLED));
    return story.after(100);
  }

  /// A command in slots, and tasks that ended in every way there is.
  public static Story endings() {
    Story story = new Story().slots("thumbnails", 3, 8);
    for (int slot = 1; slot <= 3; slot++) {
      story.after(4).opens(slot);
    }
    story.starts(1, 1, 1, "a.png").attempt(1, 23501).after(200).done(1, 1, 1);
    story.starts(1, 2, 1, "b.png").attempt(1, 23502).after(90).killed(1, 2, 1, 11);
    story.quarantined(2, 1, 1).opens(1);
    story.starts(2, 3, 1, "c.png").attempt(2, 23503).after(40).fails(2, 3, "Exit", "code 2");
    story
        .add(new PoolEvent.TaskRepeated(story.now(), 9, 3))
        .add(ended(story, 4, TaskOutcome.CANCELLED))
        .add(ended(story, 5, TaskOutcome.TIMED_OUT));
    return story
        .starts(3, 6, 1, "f.png")
        .attempt(3, 23504)
        .after(900)
        .sampled(
            reading(0, 23410, RunState.RUNNING, 0.02, 0.12, 0.41),
            reading(3, 23504, RunState.RUNNING, 0.97, 0.03, 0.10));
  }

  private static PoolEvent ended(Story story, int task, TaskOutcome outcome) {
    return new PoolEvent.TaskEnded(
        story.now(), task, outcome, 0, OptionalInt.empty(), new TaskAnswer.None());
  }

  /// Then everything is done.
  public static Story finished() {
    Story story = killed().after(900);
    story.done(1, 57, 1).done(4, 59, 1).done(2, 58, 1).after(300).done(5, 60, 2);
    int[] workers = {1, 2, 5, 4};
    for (int task = 61; task <= 104; task++) {
      int worker = workers[task % 4];
      story.after(40).starts(worker, task, 1, "2^" + (40 + task) + "-1").after(90);
      story.done(worker, task, 1);
    }
    for (int worker : workers) {
      story.ends(worker);
    }
    return story.after(5).over(JobEnd.FINISHED, 1);
  }
}
