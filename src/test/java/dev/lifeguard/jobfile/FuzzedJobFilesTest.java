package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged job files are read or refused, never anything else.
@NotOnWindows
final class FuzzedJobFilesTest {
  private static final String REST =
      """
        directory: .
        environment: { OMP_NUM_THREADS: "1" }
        count: 4
      tasks: { inline: [1, two, {"three": [4.0, null, true]}] }
      limits: { task-timeout: 10m, hang-after: 60s, on-hang: kill, memory: 2GiB, message: 64MiB }
      retry: { lost: 2, failed: 0, timed-out: 0, quarantine-after: 3 }
      restart: { most: 5, within: 30s, backoff: 100ms..10s }
      stop: { grace: 5s, on-failure: continue }
      record: { sync: 200ms }
      """;

  private static final List<String> VALID =
      List.of(
          """
          name: docbuild
          worker:
            python: docs.build:one_document
            interpreter: python3
            start: template
            preload: [numpy, "docs.build"]
            initializer: docs.build:prepare
          """
              + REST.replace("limits: {", "limits: { soft-timeout: 8m, recycle-tasks: 500,"),
          """
          worker:
            command: ["bin/convert", -q, "{}", '{name}.png']
            stdin: item
          """
              + REST,
          """
          worker:
            java: com.acme.Render
            classpath: [build/classes, "lib/*"]
            jvm: ["-Xmx512m"]
          """
              + REST.replace("limits: {", "limits: { recycle-memory: 1GiB,"),
          """
          worker:
            program: [node, worker.js]
          """
              + REST);

  private static final List<String> PIECES =
      List.of(
          ": ",
          "{",
          "}",
          "[",
          "]",
          "\"",
          "'",
          "#",
          "&a ",
          "*a ",
          "!!int ",
          "\n",
          "\n  ",
          "\t",
          "- ",
          "? ",
          "| ",
          "> ",
          "%YAML 1.1\n",
          "---\n",
          "...\n",
          "\u0000",
          "\u0007",
          "\uD800",
          "😀",
          "-1",
          "99999999999999999999",
          "1e999999999",
          ".inf",
          "0x",
          "..",
          "null",
          "true",
          "<<: ",
          ",",
          "@",
          "`",
          "\\",
          "\"\\u12\"",
          "tasks:",
          "command: ",
          "python: ",
          "stdin: ",
          "soft-timeout: ",
          "recycle-memory: ",
          "none",
          "{}",
          "{name}",
          "limits.",
          "=",
          "\u2028",
          "\uFEFF",
          "1".repeat(1_100));

  @Test
  void whatIsDamagedIsValidBefore() throws Exception {
    for (String text : VALID) {
      Ada.read(text);
    }
  }

  @Test
  void fourThousandDamagedFilesAreReadOrRefusedInOneLinePerProblem() {
    int refused = 0;
    for (int seed = 0; seed < 4_000; seed++) {
      String text = damaged(new Random(seed));
      try {
        JobFile job = Ada.read(text);
        assertThat(Ada.read(JobFileWriter.text(job))).as("seed %d", seed).isEqualTo(job);
      } catch (JobFileException e) {
        refused++;
        assertThat(e.lines())
            .as("seed %d", seed)
            .isNotEmpty()
            .allMatch(line -> line.startsWith("jobs/docbuild.yaml"))
            .noneMatch(line -> line.chars().anyMatch(c -> c < ' '))
            .noneMatch(line -> line.endsWith(" ") || line.length() > 400);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
    assertThat(refused).as("files refused").isBetween(1_000, 3_999);
  }

  private static String damaged(Random random) {
    StringBuilder text = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = random.nextInt(text.length());
      int end = Math.min(text.length(), at + random.nextInt(1, 12));
      switch (random.nextInt(5)) {
        case 0 -> text.delete(at, end);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, end));
        case 3 -> text.setCharAt(at, (char) random.nextInt(32, 127));
        default -> text.setLength(at + 1);
      }
    }
    return text.toString();
  }
}
