package dev.lifeguard.gui.timeline;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.scene.Scene;

/// How long it takes to draw the timeline again with all attempts in sight, on the JavaFX thread
/// and with the rendering of the software pipeline. Headless.
///
///     mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.timeline.RedrawRates
final class RedrawRates {
  private static final int LANES = 20;
  private static final int ROUNDS = 60;

  private RedrawRates() {}

  static void main() throws InterruptedException {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    CountDownLatch done = new CountDownLatch(1);
    Platform.startup(() -> {
      for (int attempts : new int[] {500, 10_000, 100_000}) {
        measure(attempts);
      }
      done.countDown();
    });
    done.await();
    Platform.exit();
  }

  private static void measure(int attempts) {
    TimelineViewModel model = new TimelineViewModel(false);
    TimelinePane pane = new TimelinePane(model, _ -> {});
    Scene scene = new Scene(pane, 1280, 600);
    new Appearance().dress(scene);
    JobModel job = new JobModel();
    TimelineCamera camera = new TimelineCamera();
    long fold = cpuNanos();
    fold(attempts, job, camera);
    fold = cpuNanos() - fold;
    model.show(camera.take(job, new Moment(job.lastNanos(), 0, "")));
    scene.snapshot(null);
    long[] draw = new long[ROUNDS];
    long[] frame = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long began = cpuNanos();
      pane.requestLayout();
      pane.layout();
      draw[i] = cpuNanos() - began;
      scene.snapshot(null);
      frame[i] = cpuNanos() - began;
    }
    Arrays.sort(draw);
    Arrays.sort(frame);
    System.out.printf(
        "%,9d attempts  draw median %.2f ms p95 %.2f ms  with rendering %.2f ms  fold %.0f ms%n",
        attempts,
        draw[ROUNDS / 2] / 1e6,
        draw[ROUNDS * 95 / 100] / 1e6,
        frame[ROUNDS / 2] / 1e6,
        fold / 1e6);
  }

  private static void fold(int attempts, JobModel job, TimelineCamera camera) {
    tell(job, camera, new PoolEvent.TasksQueued(0, 1, attempts));
    for (int worker = 1; worker <= LANES; worker++) {
      tell(job, camera, new PoolEvent.WorkerStarting(0, worker, OptionalInt.empty()));
      tell(job, camera, new PoolEvent.WorkerReady(1, worker, "bench", 1));
    }
    for (int task = 1; task <= attempts; task++) {
      int worker = 1 + task % LANES;
      long at = task * 1_000_000L;
      tell(job, camera, new PoolEvent.TaskStarted(at, task, 1, worker, "item " + task));
      tell(
          job,
          camera,
          new PoolEvent.TaskEnded(
              at + (long) ((LANES - 2) * 1e6),
              task,
              task % 97 == 0 ? TaskOutcome.FAILED : TaskOutcome.DONE,
              1,
              OptionalInt.of(worker),
              new TaskAnswer.None()));
    }
  }

  /// What this thread has used of a processor; rendering is another thread's and is not in it.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void tell(JobModel job, TimelineCamera camera, PoolEvent event) {
    job.apply(event);
    camera.saw(event);
  }
}
