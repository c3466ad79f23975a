package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `lifeguard doctor` as a user runs it.
@NotOnWindows
final class DoctorTest {
  @TempDir private Path directory;

  @Test
  void versionOfJavaIsNotWhatItSaysOfVariables() {
    assertThat(
            ProgramChecks.firstOwnLine(
                """
                NOTE: Picked up JDK_JAVA_OPTIONS: -Dx=y
                Picked up JAVA_TOOL_OPTIONS: -Da=b
                Picked up _JAVA_OPTIONS: -Dq=w
                openjdk version "25.0.1" 2025-10-21 LTS
                OpenJDK Runtime Environment
                """))
        .contains("openjdk version \"25.0.1\" 2025-10-21 LTS");
    assertThat(ProgramChecks.firstOwnLine("Python 3.11.2")).contains("Python 3.11.2");
    assertThat(ProgramChecks.firstOwnLine("")).isEmpty();
  }

  @Test
  void tellsWhatThisMachineAllowsForPeopleAndForPrograms() throws Exception {
    Program people = Program.start(directory, "doctor");
    assertThat(people.await()).as(people.err()).isZero();
    assertThat(people.out())
        .contains("Python: Python 3")
        .contains("memory limit by cgroup:")
        .contains("memory maps:")
        .contains("memory pressure:")
        .contains("Pools can be run here.");

    Program programs = Program.start(directory, "doctor", "--json");
    assertThat(programs.await()).as(programs.err()).isZero();
    JsonNode found = new ObjectMapper().readTree(programs.out());
    assertThat(found.get("poolsCanRun").asBoolean()).isTrue();
    assertThat(found.get("checks").size()).isGreaterThan(10);
    for (JsonNode check : found.get("checks")) {
      assertThat(check.get("allows").asString()).isIn("all", "own", "less", "nothing");
      assertThat(check.get("remedy").isNull())
          .isEqualTo(check.get("allows").asString().equals("all"));
    }
  }
}
