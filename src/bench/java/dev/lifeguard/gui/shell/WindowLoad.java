package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

/// What the window costs at 1280x800 while a thousand workers change four times a second, drawn by
/// software on the headless platform: percent of a core, by thread, once the virtual machine has
/// nothing left to compile, and the time from frame to frame.
///
/// `mvn -q -Pbench -Dbench.main=dev.lifeguard.gui.shell.WindowLoad [-Dbench="WARM SECONDS ROUNDS"]`
///
/// Warms up until the compilers use less than two percent of a core over ten seconds, WARM seconds
/// at most, then measures SECONDS, ROUNDS times. The source of the events is a thread of its own,
/// "main", and no part of the window; the fold is, "lifeguard-windo".
public final class WindowLoad {
  private static final int WORKERS = Integer.getInteger("workers", 1_000);
  private static final int TASKS = 4_000_000;
  private static final long QUARTER_NANOS = 250_000_000;
  private static final double QUIET = 0.02;

  private final ScriptedSource source = new ScriptedSource();
  private final Stage stage;
  private final MainWindow window;
  private final int[] taken = new int[WORKERS + 1];
  private long nowNanos;
  private int round;

  private WindowLoad() {
    window = FxCall.join(() -> new MainWindow(new FakeWorkbench(), new Appearance(), _ -> {}));
    stage =
        FxCall.join(() -> {
          Stage shown = new Stage();
          shown.setScene(new Scene(window.root(), 1280, 800));
          window.show(new OpenJob(source, Ownership.THIS_PROCESS));
          shown.show();
          return shown;
        });
  }

  /// Warms up and measures.
  public static void main(String[] arguments) throws InterruptedException {
    SystemLibraries.goHeadless();
    int[] wanted = {240, 60, 3};
    for (int i = 0; i < arguments.length; i++) {
      wanted[i] = Integer.parseInt(arguments[i]);
    }
    Platform.startup(() -> Platform.setImplicitExit(false));
    WindowLoad load = new WindowLoad();
    load.begin();
    load.warm(wanted[0]);
    double[] shares = new double[wanted[2]];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = load.measure(wanted[1]);
    }
    Arrays.sort(shares);
    System.out.printf(
        "%,d workers at 4 Hz: median of %d rounds %.1f %% of a core%n",
        WORKERS, shares.length, shares[shares.length / 2]);
    load.measureFrames(wanted[1] / 2);
    System.exit(0);
  }

  private void begin() {
    Story story = new Story().job("load", WORKERS, TASKS);
    for (int worker = 1; worker <= WORKERS; worker++) {
      story.worker(worker, 30_000 + worker, 0).ready(worker).starts(worker, worker, 1, "item");
    }
    source.tell(story.events());
    nowNanos = story.now();
  }

  private void warm(int mostSeconds) throws InterruptedException {
    double compiling = 1;
    for (int seconds = 0; seconds < mostSeconds && compiling > QUIET; seconds += 10) {
      ThreadCosts before = ThreadCosts.now();
      long began = System.nanoTime();
      feed(10);
      ThreadCosts used = ThreadCosts.now().since(before);
      double wall = System.nanoTime() - began;
      compiling = (used.nanos("C1 ") + used.nanos("C2 ")) / wall;
      System.out.printf(
          "warm-up, %d s: all %.0f %%, compilers %.1f %%%n",
          seconds + 10, 100 * used.nanos() / wall, 100 * compiling);
    }
  }

  private double measure(int seconds) throws InterruptedException {
    ThreadCosts before = ThreadCosts.now();
    long began = System.nanoTime();
    feed(seconds);
    ThreadCosts used = ThreadCosts.now().since(before);
    long wall = System.nanoTime() - began;
    double share = 100.0 * (used.nanos() - used.nanos("main")) / wall;
    System.out.printf("window %.1f %% of a core: %s%n", share, used.text(wall));
    return share;
  }

  private void measureFrames(int seconds) throws InterruptedException {
    Gaps gaps = FxCall.join(Gaps::new);
    feed(seconds);
    long[] sorted = gaps.stopAndSort();
    System.out.printf(
        "from frame to frame: median %.1f ms, p95 %.1f ms, p99 %.1f ms (%d)%n",
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.95)] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted.length);
  }

  /// Each worker ends a task and takes another four times a second, and is measured as often.
  private void feed(int seconds) throws InterruptedException {
    long began = System.nanoTime();
    for (int tick = 1; tick <= 4 * seconds; tick++) {
      round++;
      nowNanos += QUARTER_NANOS;
      List<PoolEvent> events = new ArrayList<>(2 * WORKERS + 1);
      List<ProcessReading> readings = new ArrayList<>(WORKERS);
      for (int worker = 1; worker <= WORKERS; worker++) {
        events.add(
            new PoolEvent.TaskEnded(
                nowNanos,
                task(worker),
                TaskOutcome.DONE,
                1,
                OptionalInt.of(worker),
                new TaskAnswer.Result(Payload.EMPTY)));
        taken[worker]++;
        events.add(new PoolEvent.TaskStarted(nowNanos, task(worker), 1, worker, "item"));
        readings.add(reading(worker));
      }
      events.add(new PoolEvent.Sampled(nowNanos, readings, List.of(), 1_000_000));
      source.tell(events);
      long wait = began + tick * QUARTER_NANOS - System.nanoTime();
      if (wait > 0) {
        TimeUnit.NANOSECONDS.sleep(wait);
      }
    }
  }

  private int task(int worker) {
    return worker + taken[worker] * WORKERS;
  }

  private ProcessReading reading(int worker) {
    OptionalLong size = OptionalLong.of((20L + (worker + round) % 50) << 20);
    return new ProcessReading(
        worker,
        Story.identity(30_000 + worker),
        23_410,
        "python3",
        RunState.RUNNING,
        (worker + round) % 100 / 100.0,
        round * 100_000_000L,
        new MemoryReading(
            size,
            size,
            OptionalLong.of(300L << 20),
            size,
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }

  /// The time from one frame to the next.
  private static final class Gaps extends AnimationTimer {
    private final List<Long> gaps = new ArrayList<>();
    private long last;

    private Gaps() {
      start();
    }

    @Override
    public void handle(long now) {
      long nanos = System.nanoTime();
      if (last != 0) {
        gaps.add(nanos - last);
      }
      last = nanos;
    }

    private long[] stopAndSort() {
      return FxCall.join(() -> {
        stop();
        return gaps.stream().mapToLong(Long::longValue).sorted().toArray();
      });
    }
  }
}
