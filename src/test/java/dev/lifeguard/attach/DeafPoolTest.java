package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.EndMeans.Hearing;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.Worker;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A real pool whose manager does not hear SIGINT, with which Python's pools are asked to end.
@NotOnWindows
@EnabledOnOs(OS.LINUX)
@Timeout(120)
final class DeafPoolTest {
  private static final String SCRIPT =
      """
      import multiprocessing, signal, sys, time

      def work(item):
          time.sleep(3600)

      if __name__ == "__main__":
          with multiprocessing.get_context("fork").Pool(2) as pool:
              if sys.argv[1] == "blocked":
                  signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
              waiting = pool.map_async(work, range(2))
              while not waiting.ready():
                  time.sleep(3600)
      """;

  @TempDir private Path directory;
  private Optional<WatchedPool> pool = Optional.empty();

  @AfterEach
  void end() {
    pool.ifPresent(WatchedPool::close);
  }

  /// A script that starts a program with `&` hands it SIGINT ignored.
  @ParameterizedTest
  @CsvSource({"heard, TAKES_IT", "ignored, IGNORES_IT"})
  void signalThatTheManagerIgnoresIsKnownBefore(String way, Hearing hearing) throws IOException {
    WatchedPool watched = attach(way);
    watched.until(it -> watched.endMeans().hearing() == hearing);
    EndMeans means = watched.endMeans();
    assertThat(means.signal()).isEqualTo(2);
    assertThat(means.manager()).isEqualTo(watched.manager());
    assertThat(means.isHeard()).isEqualTo(hearing == Hearing.TAKES_IT);

    CommandAnswer answer = watched.answer(new Command.Stop("asked by the user"));
    if (means.isHeard()) {
      assertThat(answer).isEqualTo(new CommandAnswer.Accepted());
    } else {
      assertThat(answer)
          .isEqualTo(
              new CommandAnswer.Refused(
                  "Process %d ignores SIGINT, so it cannot be asked to end; what is left is to kill"
                          .formatted(means.manager().pid())
                      + " all of the pool"));
      assertThat(watched.answer(new Command.Abort("asked by the user")))
          .as("the next best means")
          .isEqualTo(new CommandAnswer.Accepted());
    }
    watched.untilSays(VerdictKind.ENDED, Certainty.CERTAIN);
    watched.until(model -> model.workers().stream().allMatch(Worker::isDead));
  }

  /// The threads of the pool were started before: they let it in, and Python handles it in the main
  /// thread all the same.
  @ParameterizedTest
  @CsvSource("blocked")
  void signalThatOneThreadLetsInReachesTheManager(String way) throws IOException {
    WatchedPool watched = attach(way);
    assertThat(watched.endMeans().hearing()).isEqualTo(Hearing.TAKES_IT);
  }

  private WatchedPool attach(String way) throws IOException {
    Path script = Files.writeString(directory.resolve("pool.py"), SCRIPT);
    String deaf = way.equals("ignored") ? "trap '' INT; " : "";
    WatchedPool watched =
        WatchedPool.start(directory, deaf + "python3 %s %s".formatted(script, way));
    pool = Optional.of(watched);
    assertThat(watched.kindWith(2)).isEqualTo(PoolKind.PYTHON_MULTIPROCESSING_POOL);
    return watched;
  }
}
