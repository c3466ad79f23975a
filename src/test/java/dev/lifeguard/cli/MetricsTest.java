package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lifeguard.metrics.Fetched;
import dev.lifeguard.metrics.PrometheusText;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The metrics of a real run while it lives, and while it goes on after a kill.
@NotOnWindows
@Timeout(120)
class MetricsTest {
  private static final Pattern TOLD =
      Pattern.compile("metrics: (http://127\\.0\\.0\\.1:\\d+/metrics)");

  @TempDir private Path directory;

  @Test
  void areServedWhileTheRunLivesAndGoOnWithIt() throws Exception {
    Files.writeString(
        directory.resolve("work.py"),
        """
        import os, time

        def work(item):
            while item > 2 and not os.path.exists("go"):
                time.sleep(0.01)
            return item
        """);
    Program first =
        Program.start(
            directory,
            "run",
            "--python",
            "work.py:work",
            "--items",
            "1..5",
            "--workers",
            "1",
            "--run-dir",
            "run",
            "--metrics",
            "0");
    URI page = told(first);
    await()
        .untilAsserted(() ->
            assertThat(get(page))
                .containsEntry("lifeguard_tasks{state=\"done\"}", 2.0)
                .containsEntry("lifeguard_tasks{state=\"running\"}", 1.0)
                .containsEntry("lifeguard_workers{state=\"busy\"}", 1.0)
                .containsKey("lifeguard_memory_resident_bytes"));
    first.process().destroyForcibly().waitFor();
    Program second = Program.start(directory, "resume", "run", "--metrics", "0");
    URI next = told(second);
    await()
        .untilAsserted(() ->
            assertThat(get(next))
                .as("what was known before is")
                .containsEntry("lifeguard_attempts_total{outcome=\"done\"}", 2.0)
                .containsEntry("lifeguard_attempts_total{outcome=\"lost\"}", 1.0)
                .containsEntry("lifeguard_tasks{state=\"running\"}", 1.0));
    Files.createFile(directory.resolve("go"));
    assertThat(second.await()).isZero();
    assertThat(catchConnect(next)).isInstanceOf(ConnectException.class);
  }

  private static URI told(Program program) {
    await().until(() -> TOLD.matcher(program.err()).find());
    Matcher told = TOLD.matcher(program.err());
    assertThat(told.find()).isTrue();
    return URI.create(told.group(1));
  }

  private static Map<String, Double> get(URI page) throws IOException {
    return PrometheusText.parse(Fetched.get(page).body());
  }

  private static Throwable catchConnect(URI page) {
    return catchThrowable(() -> get(page));
  }
}
