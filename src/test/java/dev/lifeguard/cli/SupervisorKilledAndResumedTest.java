package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// The supervisor is killed with SIGKILL at random moments, and the run goes on each time: in the
/// end every task has exactly one result, the same that a run without a kill gives, and whatever
/// was shown to somebody on the way is among them.
@NotOnWindows
class SupervisorKilledAndResumedTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LONGEST_LIFE_MILLIS = 2500;

  @TempDir private Path directory;
  private Path run = Path.of("");
  private final Set<String> shown = new HashSet<>();

  @Test
  @Timeout(120)
  void twice() throws Exception {
    assertThat(killAndResume(60, 20, 2, 9)).isPositive();
  }

  @Test
  @Tag("proof")
  @Timeout(1800)
  void twoHundredTimesInFiveThousandTasks() throws Exception {
    assertThat(killAndResume(5000, 60, 200, Long.getLong("seed", 1))).isEqualTo(200);
  }

  /// @return how often it was killed: less often than wanted when the run had ended before
  private int killAndResume(int tasks, int taskMillis, int kills, long seed) throws Exception {
    Random random = new Random(seed);
    run = directory.resolve("run");
    Files.writeString(directory.resolve("work.py"), work(taskMillis));
    String[] begin = {
      "run",
      "--python",
      "work.py:work",
      "--items",
      "1.." + tasks,
      "--workers",
      "2",
      "--run-dir",
      "run",
      "--results",
      "-",
      "--quiet"
    };
    Program first = Program.start(directory, begin);
    await().until(() -> Files.exists(run.resolve("journal.jsonl")));
    kill(first, random);
    int killed = 1;
    boolean ended = false;
    while (killed < kills && !ended) {
      Program next = Program.start(directory, "resume", "run", "--results", "-", "--quiet");
      ended = kill(next, random);
      killed += ended ? 0 : 1;
    }
    Program last = Program.start(directory, "resume", "run", "--results", "-", "--quiet");
    assertThat(last.process().waitFor(600, TimeUnit.SECONDS)).isTrue();
    assertThat(last.process().exitValue()).as(last.err()).isEqualTo(1);
    noteShown(last);
    check(tasks);
    return killed;
  }

  private static String work(int taskMillis) {
    return """
    import os, signal, time

    def work(item):
        time.sleep(%f)
        if item %% 17 == 0:
            raise ValueError("no %%d" %% item)
        if item %% 701 == 0:
            os.kill(os.getpid(), signal.SIGSEGV)
        return item * item
    """
        .formatted(taskMillis / 1000.0);
  }

  /// @return whether it had ended before
  private boolean kill(Program program, Random random) throws Exception {
    boolean ended =
        program.process().waitFor(random.nextLong(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS);
    program.process().destroyForcibly().waitFor();
    noteShown(program);
    return ended;
  }

  private void noteShown(Program program) throws IOException {
    String out = program.out();
    out.substring(0, out.lastIndexOf('\n') + 1).lines().forEach(shown::add);
    // A reader may have seen every whole line that was ever in the file.
    String results = Files.readString(run.resolve("results.jsonl"));
    results.substring(0, results.lastIndexOf('\n') + 1).lines().forEach(shown::add);
  }

  private void check(int tasks) throws IOException {
    List<String> lines = Files.readAllLines(run.resolve("results.jsonl"));
    assertThat(lines).as("what was shown on the way is there").containsAll(shown);
    TreeMap<Integer, JsonNode> results = new TreeMap<>();
    for (String line : lines) {
      JsonNode result = JSON.readTree(line);
      assertThat(results.put(result.get("task").asInt(), result)).as("twice: " + line).isNull();
    }
    assertThat(results).hasSize(tasks);
    results.forEach((task, result) -> {
      String outcome = result.get("outcome").asString();
      if (task % 17 == 0) {
        assertThat(outcome).isEqualTo("failed");
      } else if (task % 701 == 0) {
        assertThat(outcome).isEqualTo("quarantined");
      } else {
        assertThat(outcome).isEqualTo("done");
        assertThat(result.get("result").asLong()).isEqualTo((long) task * task);
      }
    });
    assertThat(Recorded.model(run).taskCount()).isEqualTo(tasks);
  }
}
