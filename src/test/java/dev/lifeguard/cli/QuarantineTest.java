package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// A task that kills every worker that runs it.
class QuarantineTest {
  @TempDir private Path directory;

  @Test
  void taskThatKillsItsWorkersIsQuarantinedAfterThreeAttemptsAndTheOthersAreDone() {
    TestRun run =
        TestRun.prepare(
            directory,
            """
            import os

            def work(item):
                if item == 5:
                    os.kill(os.getpid(), 9)
                return item * item
            """,
            "1..40");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().exitCode()).isEqualTo(1);

    JsonNode report = run.report();
    assertThat(report.at("/state").asString()).isEqualTo("finished");
    assertThat(report.at("/tasks/done").asInt()).isEqualTo(39);
    assertThat(report.at("/tasks/quarantined").asInt()).isEqualTo(1);
    assertThat(report.at("/attempts/lost").asInt()).isEqualTo(3);
    assertThat(report.at("/incidents").size()).isEqualTo(3);
    for (int i = 0; i < 3; i++) {
      JsonNode incident = report.at("/incidents/" + i);
      assertThat(incident.at("/cause/kind").asString()).isEqualTo("signal");
      assertThat(incident.at("/cause/signal").asInt()).isEqualTo(9);
      assertThat(incident.at("/cause/certainty").asString()).isEqualTo("certain");
      assertThat(incident.at("/task").asInt()).isEqualTo(5);
      assertThat(incident.at("/attempt").asInt()).isEqualTo(i + 1);
    }
    JsonNode result = run.result(5);
    assertThat(result.get("outcome").asString()).isEqualTo("quarantined");
    assertThat(result.get("attempts").asInt()).isEqualTo(3);
    assertThat(result.at("/error/incident").asInt()).isEqualTo(3);
    run.results()
        .forEach((task, line) -> {
          if (task != 5) {
            assertThat(line.get("result").asInt()).isEqualTo(task * task);
          }
        });
  }
}
