package dev.lifeguard.worker;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Programs that speak the protocol by themselves, the example of its page first of all.
@NotOnWindows
final class ProgramWorkerTest {
  private static final int SIGKILL = 9;
  private static final String NOT_A_NUMBER =
      "{\"type\":\"NotANumber\",\"message\":\"this worker squares whole"
          + " numbers\",\"traceback\":\"\"}";

  @TempDir private Path directory;

  private LivePort open(LivePort.Means means, String... arguments) {
    return new LivePort(
        means,
        LivePort.settings(directory, new WorkerSettings.Program.Protocol(List.of(arguments))));
  }

  private LivePort example(LivePort.Means means, String shell) throws IOException {
    try (InputStream script = WorkerPort.class.getResourceAsStream("example-worker.sh")) {
      Files.write(directory.resolve("example-worker.sh"), script.readAllBytes());
    }
    return open(means, shell, "example-worker.sh");
  }

  @ParameterizedTest
  @CsvSource({"NATIVE, sh", "NATIVE, dash", "NATIVE, bash", "PORTABLE, sh", "PORTABLE, dash"})
  void exampleOfTheProtocolPageIsAWorker(LivePort.Means means, String shell) throws IOException {
    try (LivePort live = example(means, shell)) {
      ProcessIdentity process = live.start(1);
      assertThat(live.await("ready", 1).value()).isEqualTo("POSIX shell");
      assertThat(live.ask(1, "12")).isEqualTo("144");
      TaskAnswer.Failure failure = live.askFailing(1, "\"twelve\"");
      assertThat(failure.type()).isEqualTo("NotANumber");
      assertThat(failure.message()).isEqualTo("this worker squares whole numbers");
      assertThat(live.ask(1, "1000")).isEqualTo("1000000");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().count("bye")).isEqualTo(1);
      live.port().release(1);
      await().until(() -> !LivePort.isAlive(process.pid()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void failureThatIsNoErrorObjectGetsTheShapeOfOne(LivePort.Means means) throws IOException {
    try (LivePort whole = example(means, "sh")) {
      assertThat(whole.facts().all()).isEmpty();
      Path script = directory.resolve("example-worker.sh");
      String told = Files.readString(script);
      assertThat(told).contains(NOT_A_NUMBER);
      Files.writeString(script, told.replace(NOT_A_NUMBER, "{\"why\": 5}"));
    }
    try (LivePort live = open(means, "sh", "example-worker.sh")) {
      live.start(1);
      TaskAnswer.Failure failure = live.askFailing(1, "\"twelve\"");
      assertThat(failure.type()).isEqualTo("Error");
      assertThat(failure.json().toString())
          .isEqualTo("{\"type\":\"Error\",\"message\":\"{\\\"why\\\": 5}\",\"traceback\":\"\"}");
    }
  }

  @ParameterizedTest
  @EnumSource
  void secondTaskMayWaitInThePipe(LivePort.Means means) throws IOException {
    try (LivePort live = example(means, "sh")) {
      live.start(1);
      live.give(1, "2");
      live.give(1, "3");
      live.port().stop(1);
      live.end(1);
      assertThat(live.facts().all().stream().filter(it -> it.what().equals("answer")))
          .extracting(RecordedFacts.Fact::value)
          .containsExactly("4", "9");
    }
  }

  @ParameterizedTest
  @EnumSource
  void dumpIsAMessageToAProgram(LivePort.Means means) throws IOException {
    try (LivePort live = example(means, "sh")) {
      live.start(1);
      live.port().dump(1);
      live.until(() -> live.facts().lines(1).contains("in the main loop, between two tasks"));
      live.port().interrupt(1, 1, 1);
      assertThat(live.ask(1, "5")).isEqualTo("25");
    }
  }

  @ParameterizedTest
  @EnumSource
  void killReachesTheProgramAndItsChildren(LivePort.Means means) throws IOException {
    Path script = directory.resolve("family.sh");
    Files.writeString(script, "sleep 1000 & echo child $! >&2; echo self $$ >&2; wait\n");
    try (LivePort live = open(means, "sh", script.toString())) {
      live.port().spawn(1);
      live.until(() -> live.facts().lines(1).size() == 2);
      List<Long> family =
          live.facts().lines(1).stream()
              .map(it -> Long.parseLong(it.substring(it.indexOf(' ') + 1)))
              .toList();
      assertThat(family).allMatch(LivePort::isAlive);
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      live.end(1);
      await().until(() -> family.stream().noneMatch(LivePort::isAlive));
    }
  }

  @Test
  void lifelineIsOpenInTheProgram() {
    try (LivePort live = open(LivePort.Means.NATIVE, "sh", "-c", "exec 1>&2; ls /proc/$$/fd")) {
      live.port().spawn(1);
      live.end(1);
      assertThat(live.facts().lines(1)).containsExactly("0", "1", "2", "3");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "no-such-program, there is no program no-such-program on the PATH; install it or",
    "./nothing, the program ./nothing does not exist; install it or name another one with"
        + " `program`",
    "/etc/passwd, the program /etc/passwd may not be executed; make it executable or"
  })
  void missingProgramIsASentence(String program, String reason) {
    for (LivePort.Means means : LivePort.Means.values()) {
      try (LivePort live = open(means, program)) {
        live.port().spawn(1);
        assertThat(live.await("spawnFailed", 1).value().toString()).startsWith(reason);
      }
    }
  }

  @Test
  void programIsFoundInTheWorkersDirectory() throws IOException {
    Path script = directory.resolve("here");
    Files.writeString(script, "#!/bin/sh\necho \"$0 $1\" >&2\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    try (LivePort live = open(LivePort.Means.NATIVE, "./here", "argument")) {
      live.port().spawn(1);
      live.end(1);
      assertThat(live.facts().lines(1).getFirst()).endsWith("here argument");
    }
  }
}
