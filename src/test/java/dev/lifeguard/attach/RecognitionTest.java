package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Which kind of pool a tree of processes is, by shapes that were seen on real ones.
final class RecognitionTest {
  private static final List<PipeEnd> BOTH_ENDS = Snapshot.ends(true, true, true, true);
  private static final List<PipeEnd> NONE = List.of();
  private static final Waiting SLEEPS = new Waiting.Sleeping();

  @Test
  void poolIsKnownByThePipesOfItsWorkers() {
    FoundPool pool =
        found(
            new Snapshot()
                .worker(101, Snapshot.READS_TASKS)
                .worker(102, SLEEPS)
                .process(
                    105,
                    Snapshot.MANAGER,
                    new Waiting.Reading("pipe:[99]", 4096, true),
                    List.of(new PipeEnd(5, "pipe:[99]", true)),
                    List.of("python3", "-c", "from multiprocessing.resource_tracker import main"))
                .process(107, 101, SLEEPS, NONE, List.of("sleep", "5")));

    assertThat(pool.kind()).isEqualTo(PoolKind.PYTHON_MULTIPROCESSING_POOL);
    assertThat(pool.workers()).containsExactly(101L, 102L);
    assertThat(pool.roleOf(Snapshot.MANAGER)).isEqualTo(ProcessRole.MANAGER);
    assertThat(pool.roleOf(105)).isEqualTo(ProcessRole.HELPER);
    assertThat(pool.roleOf(107)).isEqualTo(ProcessRole.DESCENDANT);
    assertThat(pool.pipes().orElseThrow().in().pipe()).isEqualTo(Snapshot.IN);
    assertThat(pool.pipes().orElseThrow().out().pipe()).isEqualTo(Snapshot.OUT);
  }

  @Test
  void workersBehindAForkServerBelongToThePool() {
    List<String> server = List.of("python3", "-c", "from multiprocessing.forkserver import main");
    FoundPool pool =
        found(
            new Snapshot()
                .process(
                    104, Snapshot.MANAGER, new Waiting.Polling(-1, Deadline.NONE), NONE, server)
                .process(
                    106, 104, Snapshot.READS_TASKS, Snapshot.ends(true, false, false, true), server)
                .process(107, 104, SLEEPS, Snapshot.ends(true, false, false, true), server));

    assertThat(pool.kind()).isEqualTo(PoolKind.PYTHON_MULTIPROCESSING_POOL);
    assertThat(pool.workers()).containsExactly(106L, 107L);
    assertThat(pool.roleOf(104)).isEqualTo(ProcessRole.HELPER);
  }

  @Test
  void billiardIsKnownByTheThreadThatPollsForResults() {
    Snapshot billiard =
        new Snapshot()
            .managerThreads(
                Snapshot.thread(110, SLEEPS),
                Snapshot.thread(111, Snapshot.WAITS_FOR_EVER),
                Snapshot.thread(112, new Waiting.Polling(1, Deadline.SOME)))
            .worker(101, SLEEPS)
            .worker(102, SLEEPS);

    assertThat(found(billiard).kind()).isEqualTo(PoolKind.BILLIARD_POOL);
  }

  @Test
  void executorIsKnownByTheThreadThatWaitsForAllOfItsWorkers() {
    FoundPool pool =
        found(
            new Snapshot()
                .managerThreads(Snapshot.thread(110, new Waiting.Polling(4, Deadline.NONE)))
                .process(101, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, List.of("python3", "pool.py"))
                .process(102, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, List.of("python3", "pool.py")));

    assertThat(pool.kind()).isEqualTo(PoolKind.PYTHON_PROCESS_POOL_EXECUTOR);
  }

  /// Started in the shell that it is to look at.
  @Test
  void whoeverLooksIsNoPool() {
    long own = ProcessHandle.current().pid();
    List<String> us = List.of("java", "dev.lifeguard.cli.Main", "watch", "100");
    TreeFacts tree =
        new Snapshot().command("bash").process(own, Snapshot.MANAGER, SLEEPS, NONE, us).at(0);
    assertThat(Recognition.of(tree)).isEmpty();
  }

  @Test
  void guardOfALifeguardIsNoWorker() {
    FoundPool pool =
        found(
            new Snapshot()
                .command("java", "--module", "dev.lifeguard/dev.lifeguard.cli.Main", "run")
                .worker(101, SLEEPS)
                .process(
                    102,
                    Snapshot.MANAGER,
                    new Waiting.Reading("pipe:[99]", 0, false),
                    NONE,
                    List.of("sh", "/proc/self/fd/3", "lifeguard-guard", "LIFEGUARD_MARK=1")));

    assertThat(pool.kind()).isEqualTo(PoolKind.LIFEGUARD);
    assertThat(pool.workers()).containsExactly(101L);
    assertThat(pool.roleOf(102)).isEqualTo(ProcessRole.HELPER);
  }

  @Test
  void lokyAndCeleryAreKnownByTheirCommands() {
    List<String> loky =
        List.of("python3", "-m", "joblib.externals.loky.backend.popen_loky_posix", "--pipe", "14");
    Snapshot joblib =
        new Snapshot()
            .process(101, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, loky)
            .process(102, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, loky);
    Snapshot celery =
        new Snapshot()
            .command("python3", "-m", "celery", "-A", "app", "worker")
            .worker(101, new Waiting.Reading("pipe:[7]", 4, true));

    assertThat(found(joblib).kind()).isEqualTo(PoolKind.LOKY);
    assertThat(found(celery).kind()).isEqualTo(PoolKind.CELERY_PREFORK);
  }

  @Test
  void twoAlikeChildrenMakeAGenericPoolAndOneDoesNot() {
    List<String> script = List.of("python3", "serve.py");
    Snapshot two =
        new Snapshot()
            .managerThreads()
            .process(101, Snapshot.MANAGER, SLEEPS, NONE, script)
            .process(102, Snapshot.MANAGER, SLEEPS, NONE, script);
    Snapshot one =
        new Snapshot().managerThreads().process(101, Snapshot.MANAGER, SLEEPS, NONE, script);

    assertThat(found(two).kind()).isEqualTo(PoolKind.GENERIC);
    assertThat(Recognition.of(one.at(0))).isEmpty();
  }

  @Test
  void workerThatIsNewIsOneWhileThePoolIsInTrouble() {
    Snapshot executor =
        new Snapshot()
            .managerThreads(Snapshot.thread(110, new Waiting.Polling(4, Deadline.NONE)))
            .process(101, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, List.of("python3", "pool.py"))
            .process(102, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, List.of("python3", "pool.py"));
    FoundPool known = found(executor);
    TreeFacts later =
        executor
            .managerThreads(Snapshot.thread(110, Snapshot.RUNS))
            .process(103, Snapshot.MANAGER, SLEEPS, BOTH_ENDS, List.of("python3", "pool.py"))
            .at(1);

    FoundPool next = Succession.next(known, later);

    assertThat(next.kind()).isEqualTo(PoolKind.PYTHON_PROCESS_POOL_EXECUTOR);
    assertThat(next.workers()).containsExactly(101L, 102L, 103L);
  }

  private static FoundPool found(Snapshot snapshot) {
    Optional<FoundPool> pool = Recognition.of(snapshot.at(0));
    assertThat(pool).isPresent();
    return pool.orElseThrow();
  }
}
