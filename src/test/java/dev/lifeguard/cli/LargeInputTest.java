package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Files of items that are larger than the program's whole memory. What is kept of a queued task is
/// its state, about 40 bytes, and never its line.
@NotOnWindows
class LargeInputTest {
  private static final String LINE = " " + "x".repeat(110) + "\n";

  /// Ends the run in its midst, when all the items are known.
  private static final String WORK =
      """
      import os, time

      def work(item):
          if item.startswith("LAST "):
              while not os.path.exists("go"):
                  time.sleep(0.01)
              raise ValueError("this is enough")
          return len(item)
      """;

  @TempDir private Path directory;

  @Test
  void millionLinesDoNotLiveInMemory() throws Exception {
    runWithLessMemoryThanLines(1_000_000, 20_000, 96);
  }

  @Test
  @Tag("proof")
  void tenMillionLinesDoNotLiveInMemory() throws Exception {
    runWithLessMemoryThanLines(10_000_000, 100_000, 560);
  }

  private void runWithLessMemoryThanLines(int lines, int last, int megabytes) throws Exception {
    Path file = directory.resolve("lines.txt");
    write(file, lines);
    assertThat(Files.size(file)).isGreaterThan((long) megabytes << 20);
    Files.writeString(directory.resolve("work.py"), WORK.replace("LAST", "" + last));
    Program program =
        Program.start(
            directory,
            Map.of("JAVA_TOOL_OPTIONS", "-Xmx" + megabytes + "m"),
            "run",
            "--python",
            "work.py:work",
            "--items",
            "lines.txt",
            "--workers",
            "2",
            "--fail-fast",
            "--quiet",
            "--run-dir",
            "run",
            "--set",
            "worker.interpreter=" + Python.executable());
    try {
      await()
          .atMost(Duration.ofMinutes(5))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> !program.process().isAlive() || allAreKnown());
      Files.createFile(directory.resolve("go"));
      assertThat(program.await()).as(program.err()).isEqualTo(1);
    } finally {
      program.process().destroyForcibly();
    }
    JsonNode tasks = new ObjectMapper().readTree(directory.resolve("run/report.json")).get("tasks");
    assertThat(tasks.get("total").asInt()).as("tasks known").isEqualTo(lines);
    assertThat(tasks.get("done").asInt()).isGreaterThanOrEqualTo(last - 2);
    assertThat(tasks.get("failed").asInt()).isEqualTo(1);
  }

  private boolean allAreKnown() throws IOException {
    Path journal = directory.resolve("run/journal.jsonl");
    if (Files.notExists(journal)) {
      return false;
    }
    try (Stream<String> events = Files.lines(journal)) {
      return events.anyMatch(event -> event.startsWith("{\"type\":\"source-ended\""));
    }
  }

  private static void write(Path file, int lines) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 1; i <= lines; i++) {
        out.write(Integer.toString(i));
        out.write(LINE);
      }
    }
  }
}
