package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Lifeguard without any right over somebody else's processes. They run as `nobody`, and Lifeguard
/// as a root that has given up all its capabilities, which is how a plain user stands to them.
/// Needs root.
@NotOnWindows
@EnabledOnOs(OS.LINUX)
final class OtherUserTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String POOL =
      """
      import multiprocessing, os, time
      with multiprocessing.Pool(2) as pool:
          print(os.getpid(), flush=True)
          pool.map(time.sleep, [600] * 4, chunksize=1)
      """;

  private static final String NEGLIGENT =
      """
      import os, subprocess, time
      children = [subprocess.Popen(["sleep", "600"]) for _ in range(2)]
      print(os.getpid(), flush=True)
      time.sleep(600)
      """;

  @TempDir private Path directory;
  private Optional<Process> theirs = Optional.empty();

  @BeforeEach
  void needsRoot() {
    assumeTrue(System.getProperty("user.name").equals("root"), "becoming another user needs root");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "there is no setpriv");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "there is no /usr/bin/python3");
  }

  @AfterEach
  void end() {
    theirs.ifPresent(it -> {
      it.descendants().forEach(ProcessHandle::destroyForcibly);
      it.destroyForcibly();
    });
  }

  private long pool(String script) throws IOException {
    Process started =
        new ProcessBuilder(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--",
                "/usr/bin/python3",
                "-c",
                script)
            .start();
    theirs = Optional.of(started);
    return Long.parseLong(started.inputReader(StandardCharsets.UTF_8).readLine());
  }

  private Program lifeguard(String... arguments) {
    return Program.startAfter(
        directory, "set -- setpriv --bounding-set=-all --inh-caps=-all -- \"$@\"", arguments);
  }

  @Test
  void whatMayNotBeReadIsToldWithTheReasonAndTheRemedy() throws Exception {
    long manager = pool(POOL);
    Program program = lifeguard("inspect", "" + manager, "--json");

    assertThat(program.await()).as(program.err()).isZero();
    JsonNode tree = JSON.readTree(program.out());
    JsonNode first = tree.get("processes").get(0);
    assertThat(first.get("memory").get("pssBytes").isNull()).as("never 0").isTrue();
    assertThat(first.get("memory").get("residentBytes").isNumber()).isTrue();
    JsonNode unreadable = first.get("unreadable").get(0);
    assertThat(unreadable.get("reason").asString())
        .isEqualTo("process %d belongs to nobody".formatted(manager));
    assertThat(unreadable.get("remedy").asString()).isEqualTo("run Lifeguard as nobody or as root");
  }

  @Test
  void deathsAreToldAllTheSameAndWordsAreWeaker() throws Exception {
    long manager = pool(POOL);
    await().until(() -> children(manager).size() == 2);
    Program program = lifeguard("watch", "" + manager, "--json");
    await().until(() -> events(program, "started").size() + events(program, "found").size() >= 2);

    long victim = children(manager).getFirst();
    assertThat(Stranger.send(9, victim)).isTrue();

    await().untilAsserted(() -> assertThat(events(program, "died")).as(program.out()).isNotEmpty());
    JsonNode died = events(program, "died").getFirst();
    assertThat(died.get("pid").asLong()).isEqualTo(victim);
    assertThat(died.get("signal").asInt()).isEqualTo(9);
    program.signal(15);
    program.process().waitFor();
    assertThat(program.err()).doesNotContain("\tat ");
  }

  /// The parent leaves its dead lying about, and of a zombie the kernel tells strangers status 0.
  @Test
  void killedProcessThatNobodyBuriesIsNotSaidToHaveEndedWell() throws Exception {
    long manager = pool(NEGLIGENT);
    Program program = lifeguard("watch", "" + manager, "--json");
    await().until(() -> events(program, "started").size() >= 2);

    long victim = children(manager).getFirst();
    assertThat(Stranger.send(9, victim)).isTrue();

    await().until(() -> !ofProcess(program, victim, "died", "left").isEmpty());
    JsonNode end = ofProcess(program, victim, "died", "left").getFirst();
    assertThat(end.get("exitCode").isNull()).as(end.toString()).isTrue();
    program.signal(15);
    program.process().waitFor();
  }

  private static List<JsonNode> ofProcess(Program program, long pid, String... kinds) {
    return Stream.of(kinds)
        .flatMap(kind -> events(program, kind).stream())
        .filter(event -> event.get("pid").asLong() == pid)
        .toList();
  }

  @Test
  void processThatEndsWhileItIsAttachedToIsASentence() throws Exception {
    for (String command : List.of("inspect", "watch")) {
      Process gone = new ProcessBuilder("sleep", "0.4").start();
      Program program = Program.start(directory, command, "" + gone.pid());
      gone.waitFor();
      int status = program.await();
      assertThat(program.out() + program.err()).as(command).isNotBlank();
      assertThat(status).as(command).isIn(0, 2);
    }
  }

  private static List<Long> children(long manager) {
    return ProcessHandle.of(manager).orElseThrow().children().map(ProcessHandle::pid).toList();
  }

  private static List<JsonNode> events(Program program, String kind) {
    List<JsonNode> found = new ArrayList<>();
    for (String line : program.out().split("\n", -1)) {
      if (line.endsWith("}")) {
        JsonNode event = JSON.readTree(line);
        if (event.get("event").asString().equals(kind)) {
          found.add(event);
        }
      }
    }
    return found;
  }
}
