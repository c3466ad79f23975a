package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `lifeguard ctl` from one terminal on `lifeguard run` in another.
@NotOnWindows
class CtlTest {
  @TempDir private Path directory;
  private Optional<Program> started = Optional.empty();
  private Optional<CommandSession> session = Optional.empty();
  private int commands;

  @BeforeEach
  void startARun() throws Exception {
    Files.writeString(
        directory.resolve("work.py"),
        """
        import os, time

        def work(item):
            while not os.path.exists("go"):
                time.sleep(0.01)
            return item
        """);
    started =
        Optional.of(
            Program.start(
                directory,
                "run",
                "--python",
                "work.py:work",
                "--items",
                "1..9",
                "--workers",
                "1",
                "--run-dir",
                "run"));
    await()
        .until(() ->
            Files.exists(directory.resolve("run/journal.jsonl"))
                && journal().contains("\"task-started\""));
  }

  @AfterEach
  void leaveNothingBehind() {
    started.ifPresent(program -> program.process().destroyForcibly());
    session.ifPresent(CommandSession::close);
  }

  @Test
  void whatIsAskedIsDoneAndWhatIsRefusedIsTold() throws Exception {
    assertThat(ctl("pause")).isZero();
    assertThat(journal()).contains("\"pool-paused\"");
    CommandSession.Answer again = ask("pause");
    assertThat(again.status()).isEqualTo(1);
    assertThat(again.err()).isEqualTo("lifeguard: the queue is paused already\n");
    assertThat(ctl("go")).isZero();
    assertThat(ctl("sample", "now")).isZero();
    assertThat(ctl("sample", "500ms")).isZero();
    assertThat(journal()).contains("\"sampling-changed\"");
    assertThat(ctl("workers", "3")).isZero();
    await().until(() -> occurrences("\"worker-ready\"") == 3);
    assertThat(ctl("signal", "2", "KILL")).isZero();
    await().until(() -> journal().contains("\"worker-died\""));
    assertThat(ctl("cancel", "9")).isZero();
    Files.createFile(directory.resolve("go"));
    Program run = started.orElseThrow();
    assertThat(run.await()).isEqualTo(1);
    assertThat(run.err()).contains("8 of 9 done, 1 cancelled");
  }

  @Test
  void twoAtOnceAreBothAnswered() throws Exception {
    List<Program> both = new ArrayList<>();
    both.add(start("workers", "2"));
    both.add(start("cancel", "8"));
    for (Program ctl : both) {
      assertThat(ctl.await()).isZero();
      assertThat(ctl.out()).isEmpty();
    }
    assertThat(ctl("abort")).isZero();
    Program run = started.orElseThrow();
    assertThat(run.await()).isEqualTo(1);
    assertThat(run.err()).contains("asked with lifeguard ctl abort");
    assertThat(directory.resolve("run/control.sock")).doesNotExist();
  }

  @Test
  void runThatHasEndedIsToldWithItsEnd() throws Exception {
    Files.createFile(directory.resolve("go"));
    assertThat(started.orElseThrow().await()).isZero();
    Program late = start("pause");
    assertThat(late.await()).isEqualTo(2);
    assertThat(late.err())
        .contains("has ended: finished after ")
        .contains("with exit status 0; look at it with: lifeguard open ")
        .hasLineCount(1);
  }

  @Test
  void runWhoseSupervisorWasKilledIsToldAsThat() throws Exception {
    Program run = started.orElseThrow();
    run.signal(9);
    run.process().waitFor();
    assertThat(directory.resolve("run/control.sock")).as("nobody removes it").exists();
    Program late = start("stop");
    assertThat(late.await()).isEqualTo(2);
    assertThat(late.err())
        .contains("process " + run.pid() + ", is gone without having ended the job")
        .hasLineCount(1);
  }

  @Test
  void drainedRunEndsInOrder() throws Exception {
    assertThat(ctl("drain")).isZero();
    Files.createFile(directory.resolve("go"));
    Program run = started.orElseThrow();
    assertThat(run.await()).isEqualTo(1);
    assertThat(run.err()).contains("1 of 9 done, 8 not run").contains("lifeguard ctl drain");
  }

  private int ctl(String... words) throws IOException {
    return ask(words).status();
  }

  /// One after the other, and as far as that tells nothing in one process.
  private CommandSession.Answer ask(String... words) throws IOException {
    if (session.isEmpty()) {
      session = Optional.of(CommandSession.in(Files.createDirectory(directory.resolve("asking"))));
    }
    return session.orElseThrow().run(line(words));
  }

  private List<String> line(String... words) {
    String run = directory.resolve("run").toString();
    return Stream.concat(Stream.of("ctl", run), Stream.of(words)).toList();
  }

  private Program start(String... words) throws IOException {
    Path own = Files.createDirectory(directory.resolve("ctl-" + ++commands));
    return Program.start(own, line(words).toArray(String[]::new));
  }

  private String journal() throws IOException {
    return Files.readString(directory.resolve("run/journal.jsonl"));
  }

  private long occurrences(String word) throws IOException {
    return journal().lines().filter(line -> line.contains(word)).count();
  }
}
