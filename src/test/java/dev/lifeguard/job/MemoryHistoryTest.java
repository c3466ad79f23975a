package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MemoryHistoryTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MIB = 1 << 20;

  private final MemoryHistory history = new MemoryHistory();
  private long now;

  private static ProcessIdentity process(long pid) {
    return new ProcessIdentity(pid, pid, pid);
  }

  private static ProcessReading reading(int worker, long pid, long mebibytes) {
    return new ProcessReading(
        worker,
        process(pid),
        1,
        "python3",
        RunState.SLEEPING,
        0,
        0,
        new MemoryReading(
            OptionalLong.of(mebibytes * MIB),
            OptionalLong.of(2 * mebibytes * MIB),
            OptionalLong.empty(),
            OptionalLong.empty()));
  }

  private void sampled(ProcessReading... readings) {
    now += SECOND / 4;
    history.apply(new PoolEvent.Sampled(now, List.of(readings), List.of(), 0));
  }

  private void taskDone(int worker) {
    history.apply(
        new PoolEvent.TaskEnded(
            now, 1, TaskOutcome.DONE, 1, OptionalInt.of(worker), new TaskAnswer.None()));
  }

  @Test
  void workerIsToldTogetherWithItsDescendants() {
    sampled(reading(1, 10, 5), reading(1, 11, 7), reading(2, 20, 1));
    assertThat(history.of(1).orElseThrow().points())
        .containsExactly(new MemoryPoint(now, 12 * MIB, 24 * MIB));
    history.apply(new PoolEvent.Sampled(now, List.of(), List.of(process(11)), 0));
    sampled(reading(1, 10, 6));
    assertThat(history.of(1).orElseThrow().points()).hasSize(2);
    assertThat(history.of(1).orElseThrow().points().getLast().residentBytes()).isEqualTo(6 * MIB);
    assertThat(history.of(1).orElseThrow().peak().residentBytes()).isEqualTo(12 * MIB);
    assertThat(history.of(3)).isEmpty();
  }

  @Test
  void longHistoryIsThinnedOutAndKeepsItsPeakAndItsNewestPoints() {
    for (int i = 0; i < 10_000; i++) {
      sampled(reading(1, 10, i == 77 ? 900 : 5 + i % 3));
    }
    List<MemoryPoint> points = history.of(1).orElseThrow().points();
    assertThat(points).hasSizeBetween(500, 1024).contains(history.of(1).orElseThrow().peak());
    assertThat(history.of(1).orElseThrow().peak().residentBytes()).isEqualTo(900 * MIB);
    List<MemoryPoint> newest = points.subList(points.size() - 100, points.size());
    assertThat(newest.getLast().atNanos() - newest.getFirst().atNanos()).isEqualTo(99 * SECOND / 4);
  }

  @Test
  void growthOfAWorkerIsAFinding() {
    for (int i = 0; i <= 40; i++) {
      sampled(reading(3, 30, 100 + 103L * i));
    }
    assertThat(history.findings(3, now))
        .extracting(MemoryFinding::sentence)
        .containsExactly("worker 3 grows 412 MiB/s");
    history.apply(new PoolEvent.WorkerEnded(now, 3, new ExitStatus.Exited(0)));
    assertThat(history.findings(3, now)).as("a dead worker does not grow").isEmpty();
  }

  private void life(int worker, int tasks, double mebibytesPerTask) {
    for (int task = 0; task < tasks; task++) {
      sampled(reading(worker, worker, 50 + (long) (mebibytesPerTask * task)));
      taskDone(worker);
    }
    history.apply(new PoolEvent.WorkerEnded(now, worker, new ExitStatus.Exited(0)));
  }

  @Test
  void workersThatAllGrowUntilTheyAreReplacedLeak() {
    life(1, 20, 3);
    life(2, 20, 3.5);
    assertThat(history.leak()).as("two may be chance").isEmpty();
    life(3, 20, 2.8);
    assertThat(history.leak().orElseThrow().sentence())
        .isEqualTo(
            "every one of the last 3 workers grew by about 3.00 MiB with each task and gave nothing"
                + " back: this looks like a leak that replacing workers hides");
  }

  @Test
  void oneThatDoesNotGrowSpeaksAgainstALeak() {
    life(1, 20, 3);
    life(2, 20, 0);
    life(3, 20, 3);
    life(4, 20, 3);
    assertThat(history.leak()).isEmpty();
  }

  @Test
  void workersOfFewTasksTellNothing() {
    life(1, 5, 30);
    life(2, 5, 30);
    life(3, 5, 30);
    assertThat(history.leak()).isEmpty();
  }
}
