package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every Python of this machine runs tasks, or says that it is too old.
@NotOnWindows
final class PythonVersionsTest {
  @TempDir private Path directory;

  @TestFactory
  Stream<DynamicTest> everyPythonRunsTasksOrIsRefused() throws IOException {
    return pythons().stream().map(it -> DynamicTest.dynamicTest(it.toString(), () -> tryOut(it)));
  }

  private void tryOut(Path python) {
    WorkerSettings some = LivePort.settings(directory, python.toString(), "hard_tasks:do");
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, held(some))) {
      live.port().spawn(1);
      live.until(() ->
          live.facts().first("ready", 1).isPresent()
              || live.facts().first("startFailed", 1).isPresent());
      if (live.facts().first("startFailed", 1).isPresent()) {
        assertThat(live.await("startFailed", 1).value().toString())
            .startsWith("Lifeguard's workers need Python 3.8 or newer, and " + python)
            .containsPattern("is Python (2\\.|3\\.[0-7]\\.)");
        live.end(1);
        return;
      }
      assertThat(live.ask(1, "[\"echo\", [1, \"ü\"]]")).isEqualTo("[1,\"ü\"]");
      assertThat(live.askFailing(1, "\"chain\"").type()).isEqualTo("ValueError");
      assertThat(live.askFailing(1, "\"recurse\"").type()).isEqualTo("RecursionError");
      assertThat(live.askFailing(1, "[\"nested\", 900]").type()).isEqualTo("ValueError");
      assertThat(live.ask(1, "[\"fork_and_return\", 7]")).isEqualTo("7");
      interrupt(live);
      assertThat(live.askFailing(1, "[\"allocate\", 1024]").type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"echo\", 8]")).isEqualTo("8");
      assertThat(live.facts().lines(1)).noneMatch(it -> it.contains("Warning"));
      live.give(1, "\"crash_with_core\"");
      live.end(1);
      assertThat(live.facts().lines(1)).contains("Fatal Python error: Segmentation fault");
    }
  }

  private static void interrupt(LivePort live) {
    Object answer = live.askAndInterrupt(1, "[\"sleep\", 60]", "asleep");
    assertThat(((TaskAnswer.Failure) answer).type()).isEqualTo("SoftTimeout");
  }

  @TestFactory
  Stream<DynamicTest> everyPythonForksOrIsRefused() throws IOException {
    return pythons().stream().map(it -> DynamicTest.dynamicTest(it.toString(), () -> fork(it)));
  }

  private void fork(Path python) {
    WorkerSettings some =
        LivePort.templateSettings(directory, python.toString(), List.of("decimal"));
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, held(some))) {
      live.port().spawn(1);
      live.until(() ->
          live.facts().first("ready", 1).isPresent()
              || live.facts().first("spawnFailed", 1).isPresent());
      if (live.facts().first("spawnFailed", 1).isPresent()) {
        assertThat(live.await("spawnFailed", 1).value().toString())
            .contains("(exit 3): Lifeguard's workers need Python 3.8 or newer, and " + python)
            .containsPattern("is Python (2\\.|3\\.[0-7]\\.)");
        return;
      }
      assertThat(live.ask(1, "[\"loaded\", \"decimal\"]")).isEqualTo("true");
      assertThat(live.ask(1, "[\"fork_and_return\", 7]")).isEqualTo("7");
      interrupt(live);
      assertThat(live.askFailing(1, "[\"allocate\", 1024]").type()).isEqualTo("MemoryError");
      assertThat(live.facts().lines(1)).noneMatch(it -> it.contains("Warning"));
      live.give(1, "\"crash_with_core\"");
      live.end(1);
      assertThat(live.facts().lines(1)).contains("Fatal Python error: Segmentation fault");
    }
  }

  private static WorkerSettings held(WorkerSettings some) {
    return new WorkerSettings(
        some.program(),
        some.directory(),
        some.environment(),
        new WorkerSettings.MemoryHold.DataLimit(200 << 20),
        some.messageLimitBytes());
  }

  private static List<Path> pythons() throws IOException {
    List<Path> found = new ArrayList<>(List.of(Path.of(LivePort.python())));
    Path versions = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
    if (Files.isDirectory(versions)) {
      try (Stream<Path> all = Files.list(versions)) {
        all.map(it -> it.resolve("bin").resolve("python"))
            .filter(Files::isExecutable)
            .sorted()
            .forEach(found::add);
      }
    }
    return found;
  }
}
