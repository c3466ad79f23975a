package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pools of many makes, as their packages install them: each is known for what it is and not called
/// ill. What is not installed is skipped and says so.
@NotOnWindows
@Timeout(240)
final class RealKindsTest {
  // The system's own interpreter is the one that has the system's packages.
  private static final String PYTHON = "/usr/bin/python3";

  @TempDir private Path directory;
  private Optional<WatchedPool> pool = Optional.empty();

  @AfterEach
  void end() {
    pool.ifPresent(WatchedPool::close);
  }

  private WatchedPool start(String line) throws IOException {
    WatchedPool started = WatchedPool.start(directory, line);
    pool = Optional.of(started);
    return started;
  }

  private WatchedPool python(String module, String script) throws Exception {
    assumeTrue(succeeds(PYTHON, "-c", "import " + module), PYTHON + " has no module " + module);
    return start(PYTHON + " " + Files.writeString(directory.resolve("pool.py"), script));
  }

  private static void installed(String program) throws Exception {
    assumeTrue(succeeds("sh", "-c", "command -v " + program), program + " is not installed");
  }

  private static boolean succeeds(String... command) throws Exception {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  @ParameterizedTest
  @CsvSource({"fork", "spawn", "forkserver"})
  void executorThatIsBrokenIsToldWithWhoBrokeIt(String start) throws Exception {
    WatchedPool watched =
        python(
            "concurrent.futures",
            """
            import concurrent.futures, multiprocessing, time
            if __name__ == "__main__":
                context = multiprocessing.get_context("%s")
                with concurrent.futures.ProcessPoolExecutor(2, mp_context=context) as pool:
                    tasks = [pool.submit(time.sleep, 600) for _ in range(4)]
                    for task in tasks:
                        print(task.exception(), flush=True)
                    time.sleep(600)
            """
                .formatted(start));
    assertThat(watched.kindWith(2)).isEqualTo(PoolKind.PYTHON_PROCESS_POOL_EXECUTOR);
    int worker = watched.workers().getFirst().number();
    long pid = watched.process(worker).pid();

    watched.answer(new Command.Kill(worker, watched.process(worker)));

    Verdict verdict = watched.untilSays(VerdictKind.BROKEN_POOL, Certainty.CERTAIN);
    assertThat(verdict.sentence()).contains("" + pid);
    watched.until(m -> !m.incidents().isEmpty());
    Incident incident = watched.model().incident(1);
    assertThat(incident.sentence()).contains("the executor is broken");
  }

  @Test
  void lokyIsKnown() throws Exception {
    WatchedPool watched =
        python(
            "joblib",
            """
            import time
            from joblib import Parallel, delayed
            Parallel(n_jobs=3)(delayed(time.sleep)(600) for _ in range(6))
            """);
    isHealthy(watched, PoolKind.LOKY, 3);
  }

  @Test
  void billiardIsKnown() throws Exception {
    WatchedPool watched =
        python(
            "billiard",
            """
            import billiard, time
            if __name__ == "__main__":
                billiard.Pool(3).map(time.sleep, [600] * 3, chunksize=1)
            """);
    isHealthy(watched, PoolKind.BILLIARD_POOL, 3);
  }

  @Test
  void celeryIsKnown() throws Exception {
    assumeTrue(succeeds(PYTHON, "-c", "import celery"), PYTHON + " has no module celery");
    Files.writeString(
        directory.resolve("app.py"),
        "from celery import Celery\napp = Celery('app', broker='memory://')\n");
    WatchedPool watched =
        start(
            PYTHON
                + " -m celery -A app worker --pool prefork --concurrency 3 --without-gossip"
                + " --without-mingle");
    assertThat(watched.kindWith(3)).isEqualTo(PoolKind.CELERY_PREFORK);
    assertNoTrouble(watched);
  }

  @Test
  void makeIsAParentWithAlikeChildren() throws Exception {
    installed("make");
    Files.writeString(
        directory.resolve("Makefile"),
        "all: a b c d\na b c d:\n\t@exec sleep 600\n.PHONY: all a b c d\n");
    isHealthy(start("make -j4"), PoolKind.GENERIC, 4);
  }

  @Test
  void gnuParallelIsAParentWithAlikeChildren() throws Exception {
    installed("parallel");
    isHealthy(start("parallel --will-cite -j3 sleep ::: 601 602 603"), PoolKind.GENERIC, 3);
  }

  @Test
  void webServerIsAParentWithAlikeChildren() throws Exception {
    installed("nginx");
    Files.writeString(
        directory.resolve("nginx.conf"),
        """
        daemon off;
        pid %1$s/pid;
        error_log %1$s/error.log;
        worker_processes 3;
        events {}
        http { access_log off; server { listen unix:%1$s/socket; } }
        """
            .formatted(directory));
    WatchedPool watched = start("nginx -p %1$s -c %1$s/nginx.conf".formatted(directory));
    assertThat(watched.kindWith(3)).isEqualTo(PoolKind.GENERIC);
    assertNoTrouble(watched);
  }

  private static void isHealthy(WatchedPool watched, PoolKind kind, int workers) {
    watched.kindWith(workers);
    watched.until(
        model -> model.foreign().recognised().filter(it -> it.kind() == kind).isPresent());
    watched.until(_ -> watched.verdict().isPresent());
    assertNoTrouble(watched);
  }

  /// A pool at work or at rest is not called anything worse.
  private static void assertNoTrouble(WatchedPool watched) {
    watched.until(
        _ -> watched.verdict().filter(it -> it.kind() != VerdictKind.UNKNOWN).isPresent());
    assertThat(List.of(watched.verdict().orElseThrow()))
        .allMatch(verdict -> !verdict.kind().isTrouble());
    assertThat(watched.model().incidents()).isEmpty();
  }
}
