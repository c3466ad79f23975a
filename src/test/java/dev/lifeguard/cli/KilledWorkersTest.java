package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import dev.lifeguard.testing.NotOnWindows;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Real work on real files while a stranger kills random workers: every file has its hash, and
/// every kill is told.
@NotOnWindows
class KilledWorkersTest {
  private static final Path DOCUMENTATION = Path.of("/usr/share/doc");
  private static final int SOME = 300;
  private static final String HASH =
      """
      import hashlib, time

      def work(path):
          with open(path, "rb") as file:
              digest = hashlib.sha256(file.read()).hexdigest()
          time.sleep(PAUSE)
          return digest
      """;

  @TempDir private Path directory;

  @Test
  void everyOfSomeFilesHasItsHash() throws Exception {
    // Slim images have no documentation, but time zones and much more beside it.
    List<Path> documentation =
        Files.isDirectory(DOCUMENTATION) ? filesBelow(DOCUMENTATION) : List.of();
    List<Path> files =
        documentation.size() < SOME ? filesBelow(Path.of("/usr/share")) : documentation;
    hashWhileKilling(files.subList(0, SOME), 0.02, 100, 3);
  }

  @Test
  @Tag("proof")
  void everyFileOfTheSystemsDocumentationHasItsHash() throws Exception {
    hashWhileKilling(filesBelow(DOCUMENTATION), 0.01, 300, 20);
  }

  private void hashWhileKilling(
      List<Path> files, double pauseSeconds, long everyMillis, int leastKills) throws Exception {
    Path list = directory.resolve("files.txt");
    Files.write(list, files.stream().map(Path::toString).toList());
    TestRun run =
        TestRun.prepare(
            directory, HASH.replace("PAUSE", "" + pauseSeconds), list.toString(), "worker.count=4");
    run.run().start();
    List<Long> killed = killUntilTheEnd(run, everyMillis);
    JobRun.Ending ending = run.ending();

    assertThat(ending.end().exitCode()).isZero();
    assertThat(killed).hasSizeGreaterThanOrEqualTo(leastKills);
    Map<String, String> hashes = new TreeMap<>();
    for (JsonNode result : run.results().values()) {
      hashes.put(result.get("item").asString(), result.get("result").asString());
    }
    assertThat(hashes).isEqualTo(sha256sum(list));
    everyKillIsAnIncident(killed, ending.model());
  }

  private static void everyKillIsAnIncident(List<Long> killed, JobModel model) {
    List<Long> told =
        model.incidents().stream().map(each -> each.process().orElseThrow().pid()).toList();
    assertThat(told).containsExactlyInAnyOrderElementsOf(killed);
    assertThat(model.incidents())
        .extracting(Incident::cause)
        .allSatisfy(cause -> {
          assertThat(cause.kind()).isEqualTo(CauseKind.SIGNAL);
          assertThat(cause.signal()).hasValue(9);
          assertThat(cause.certainty()).isEqualTo(Certainty.CERTAIN);
        });
  }

  /// A stranger with a `kill` command. It only kills a worker that lives and works, so that each of
  /// its kills is the cause of a death.
  private static List<Long> killUntilTheEnd(TestRun run, long everyMillis) throws Exception {
    Random random = new Random(17);
    List<Long> killed = new ArrayList<>();
    while (!hasEndedWithin(run, everyMillis)) {
      List<Long> alive =
          run.run().engine().look(KilledWorkersTest::working).toCompletableFuture().join();
      if (!alive.isEmpty()) {
        long pid = alive.get(random.nextInt(alive.size()));
        if (!killed.contains(pid)
            && new ProcessBuilder("/bin/sh", "-c", "kill -9 " + pid).start().waitFor() == 0) {
          killed.add(pid);
        }
      }
    }
    return killed;
  }

  private static boolean hasEndedWithin(TestRun run, long millis) throws Exception {
    try {
      run.run().finished().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /// With at least as many tasks left as can be killed before the stranger looks again, so that
  /// none is about to leave by itself.
  private static List<Long> working(JobModel model) {
    boolean enough = model.count(TaskState.QUEUED) > 20;
    return model.workers().stream()
        .filter(worker -> enough && !worker.isDead() && worker.task().isPresent())
        .map(Worker::process)
        .map(process -> process.orElseThrow().pid())
        .toList();
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static Map<String, String> sha256sum(Path list) throws Exception {
    Process process =
        new ProcessBuilder("xargs", "-d", "\\n", "sha256sum", "--zero")
            .redirectInput(list.toFile())
            .start();
    Map<String, String> hashes = new TreeMap<>();
    try (BufferedReader output = process.inputReader()) {
      for (String entry : output.readAllAsString().split("\0", -1)) {
        if (!entry.isEmpty()) {
          hashes.put(entry.substring(66), entry.substring(0, 64));
        }
      }
    }
    assertThat(process.waitFor()).isZero();
    return hashes;
  }
}
