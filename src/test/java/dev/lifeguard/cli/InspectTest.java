package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// `lifeguard inspect` as a user runs it.
@NotOnWindows
@EnabledOnOs(OS.LINUX)
final class InspectTest {
  private static final String PARENT =
      """
      import mmap, os, sys, time
      area = mmap.mmap(-1, 200 << 20, flags=0x22)
      kids = [os.fork() or (time.sleep(600), os._exit(0)) for _ in range(2)]
      gone = os.fork() or os._exit(0)
      print("ready", flush=True)
      sys.stdin.readline()
      [os.kill(kid, 9) for kid in kids]
      """;

  @TempDir private Path directory;
  private Process parent;

  @BeforeEach
  void start() throws Exception {
    parent = new ProcessBuilder("python3", "-c", PARENT).start();
    assertThat(parent.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("ready");
  }

  @AfterEach
  void end() {
    parent.descendants().forEach(ProcessHandle::destroyForcibly);
    parent.destroyForcibly();
  }

  @Test
  void treeIsToldForPrograms() throws Exception {
    Program program = Program.start(directory, "inspect", "pid:" + parent.pid(), "--json");
    assertThat(program.await()).as(program.err()).isZero();
    JsonNode tree = new ObjectMapper().readTree(program.out());
    assertThat(tree.get("pid").asLong()).isEqualTo(parent.pid());
    assertThat(tree.get("kind").asString()).isEqualTo("generic");
    JsonNode processes = tree.get("processes");
    assertThat(processes.size()).isEqualTo(4);
    JsonNode manager = processes.get(0);
    assertThat(manager.get("role").asString()).isEqualTo("manager");
    assertThat(manager.get("ppid").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(manager.get("threads").get(0).get("waitsFor").asString())
        .startsWith("reads a pipe from pid " + ProcessHandle.current().pid());
    assertThat(manager.get("findings").get(0).get("kind").asString())
        .isEqualTo("fork-multiplication");
    for (String size :
        List.of(
            "residentBytes",
            "pssBytes",
            "ussBytes",
            "swapBytes",
            "committedBytes",
            "reservedBytes")) {
      assertThat(manager.get("memory").get(size).isNumber()).as(size).isTrue();
      assertThat(tree.get("totals").get("memory").get(size).isNumber()).as(size).isTrue();
    }
    assertThat(tree.get("totals").get("memory").get("committedBytes").asLong())
        .isGreaterThan(3 * (200L << 20));
    List<String> states = new ArrayList<>();
    for (JsonNode process : processes) {
      states.add(process.get("state").asString());
      if (process.get("state").asString().equals("zombie")) {
        assertThat(process.get("memory").get("residentBytes").isNull()).isTrue();
        assertThat(process.get("unreadable").get(0).get("reason").asString()).contains("has ended");
      }
    }
    assertThat(states).contains("zombie").contains("sleeping");
    assertThat(tree.get("verdict").get("kind").asString()).isEqualTo("healthy");
    assertThat(tree.get("verdict").get("sentence").asString()).isNotEmpty();
  }

  @Test
  void treeIsToldForPeople() throws Exception {
    Program program = Program.start(directory, "inspect", Long.toString(parent.pid()));
    assertThat(program.await()).as(program.err()).isZero();
    assertThat(program.out())
        .contains("with 3 below it")
        .containsPattern("manager +" + parent.pid() + " ")
        .contains("private anonymous")
        .containsPattern("20\\d MiB inherited by fork, committed again in each of 2 processes")
        .contains("Verdict (healthy):");
  }

  @Test
  void wrongNumbersAreRefused() throws Exception {
    Program none = Program.start(directory, "inspect", "4194305999");
    assertThat(none.await()).isEqualTo(2);
    assertThat(none.err()).contains("there is no process 4194305999");
    Program word = Program.start(directory, "inspect", "java");
    assertThat(word.await()).isEqualTo(2);
    assertThat(word.err()).contains("is no process number");
  }
}
