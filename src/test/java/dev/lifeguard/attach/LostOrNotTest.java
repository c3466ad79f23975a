package dev.lifeguard.attach;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real pools of Python that look as if a task were lost, and those where one is.
@NotOnWindows
@Timeout(240)
final class LostOrNotTest {
  private static final String SCRIPT =
      """
      import multiprocessing, os, signal, sys, threading, time
      def spin(_):
          while True:
              pass
      def die(x):
          if x == 0:
              os.kill(os.getpid(), signal.SIGKILL)
          return x
      def begin(mode):
          if mode == "reading-first":
              open(__file__).read()
          while mode.endswith("-first") and not os.path.exists("go"):
              time.sleep(0.01)
      if __name__ == "__main__":
          mode = sys.argv[1]
          most = 1 if mode == "one-each" else None
          with multiprocessing.Pool(2, begin, (mode,), maxtasksperchild=most) as pool:
              if mode == "busy":
                  pool.map(spin, range(2), chunksize=1)
              elif mode == "sleeping":
                  pool.map(time.sleep, [600] * 2, chunksize=1)
              elif mode.endswith("-first"):
                  pool.map(abs, range(4), chunksize=1)
              elif mode == "die":
                  pool.map(die, range(6), chunksize=1)
              elif mode == "idle-killed":
                  pool.map(abs, range(4), chunksize=1)
                  while not os.path.exists("go"):
                      time.sleep(0.01)
                  pool.map(abs, range(4), chunksize=1)
              else:
                  pool.map(abs, range(9), chunksize=1)
                  threading.Event().wait()
      """;

  @TempDir private Path directory;
  private final Map<String, WatchedPool> pools = new LinkedHashMap<>();

  @AfterEach
  void end() {
    pools.values().forEach(WatchedPool::close);
  }

  private WatchedPool start(String mode) throws IOException {
    Path own = Files.createDirectories(directory.resolve(mode));
    Files.writeString(own.resolve("pool.py"), SCRIPT);
    WatchedPool pool = WatchedPool.start(own, "python3 pool.py " + mode);
    pools.put(mode, pool);
    return pool;
  }

  /// Each of them is looked at until it has been judged often enough to be called ill: the longest
  /// a suspicion needs to become a verdict is two looks after the pool stands still.
  @Test
  void whatIsBusyAsleepOrAtRestIsNotCalledLost() throws Exception {
    for (String mode : List.of("busy", "sleeping", "idle", "one-each")) {
      start(mode);
    }
    long workers = 2;
    pools.values().forEach(pool -> pool.kindWith((int) workers));
    pools.forEach((mode, pool) ->
        pool.until(
            _ -> pool.verdict().filter(it -> expected(mode).contains(it.kind())).isPresent()));
    long began = System.nanoTime();
    await("the time in which a suspicion would have become a verdict")
        .until(() -> System.nanoTime() - began > 4_000_000_000L);

    pools.forEach((mode, pool) -> {
      assertThat(pool.events().stream().filter(LostOrNotTest::isTrouble)).as(mode).isEmpty();
      assertThat(expected(mode)).as(mode).contains(pool.verdict().orElseThrow().kind());
    });
  }

  private static List<VerdictKind> expected(String mode) {
    return switch (mode) {
      case "busy", "sleeping" -> List.of(VerdictKind.HEALTHY);
      default -> List.of(VerdictKind.IDLE, VerdictKind.HEALTHY);
    };
  }

  private static boolean isTrouble(PoolEvent event) {
    return event instanceof PoolEvent.VerdictReached reached
        && reached.verdict().kind().isTrouble();
  }

  @Test
  void deathInATaskIsALostTask() throws Exception {
    WatchedPool pool = start("die");
    // It may have happened before the first look at the pool: then it is likely and not certain.
    pool.until(_ -> pool.verdict().filter(it -> it.kind() == VerdictKind.LOST_TASK).isPresent());
    assertThat(pool.verdict().orElseThrow().sentence()).contains("never return");
  }

  @Test
  void idleWorkerThatIsKilledWithTheLockIsToldApartFromALostTask() throws Exception {
    WatchedPool pool = start("idle-killed");
    pool.kindWith(2);
    pool.until(_ -> pool.verdict().filter(it -> it.kind() == VerdictKind.IDLE).isPresent());
    // Of two idle workers one reads the pipe with the lock in its hand, the other waits for it.
    int holder =
        pool.workers().stream()
            .mapToInt(worker -> worker.number())
            .filter(number -> reads(pool.process(number).pid()))
            .findFirst()
            .orElseThrow();

    pool.answer(new Command.Kill(holder, pool.process(holder)));
    Files.createFile(directory.resolve("idle-killed/go"));

    Verdict verdict = pool.untilSays(VerdictKind.LOCK_HELD_BY_DEAD_WORKER, Certainty.CERTAIN);
    assertThat(verdict.sentence()).contains("lock");
  }

  /// A task is read from a pipe, and whoever has read nothing has none.
  @Test
  void workerThatIsKilledInItsInitializerHadNoTask() throws Exception {
    WatchedPool pool = start("waiting-first");
    pool.until(m -> m.workerCount() == 2 && doing(m, WorkerActivity.STARTING) == 2);

    pool.answer(new Command.Kill(1, pool.process(1)));
    pool.until(m -> m.diedWorkers() == 1 && m.workerCount() == 3);
    assertThat(pool.model().incident(1).evidence())
        .extracting(Evidence::text)
        .contains("it was starting");
    assertThat(pool.model().incident(1).sentence()).contains("it was starting and had no task");
    Files.createFile(directory.resolve("waiting-first/go"));

    pool.untilSays(VerdictKind.ENDED, Certainty.CERTAIN);
    assertThat(pool.events()).noneMatch(LostOrNotTest::isTrouble);
  }

  /// An initializer that reads looks like a task from outside.
  @Test
  void workerThatNeverWaitedForATaskHadOneOnlyProbably() throws Exception {
    WatchedPool pool = start("reading-first");
    pool.until(m -> m.workerCount() == 2 && doing(m, WorkerActivity.BUSY) == 2);
    int seen = pool.events().size();
    pool.until(_ -> pool.events().size() > seen + 2);

    pool.answer(new Command.Kill(1, pool.process(1)));
    pool.untilSays(VerdictKind.LOST_TASK, Certainty.LIKELY);
    Files.createFile(directory.resolve("reading-first/go"));

    pool.untilSays(VerdictKind.ENDED, Certainty.CERTAIN);
    assertThat(pool.events())
        .noneMatch(event ->
            event instanceof PoolEvent.VerdictReached reached
                && says(reached.verdict(), VerdictKind.LOST_TASK, Certainty.CERTAIN));
  }

  private static boolean says(Verdict verdict, VerdictKind kind, Certainty certainty) {
    return verdict.kind() == kind && verdict.certainty() == certainty;
  }

  private static long doing(JobModel model, WorkerActivity activity) {
    return model.workers().stream()
        .filter(worker -> worker.observed().filter(activity::equals).isPresent())
        .count();
  }

  /// Whether a process stands in read(2) (0 on x86-64, 63 on aarch64).
  private static boolean reads(long pid) {
    try {
      String call = Files.readString(Path.of("/proc/" + pid + "/syscall"));
      return call.startsWith("0 ") || call.startsWith("63 ");
    } catch (IOException _) {
      return false;
    }
  }
}
