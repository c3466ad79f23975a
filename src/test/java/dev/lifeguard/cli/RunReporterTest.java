package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told in the terminal.
class RunReporterTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final Terminal terminal = new Terminal(new PrintStream(told, true, UTF_8), false, false);

  @Test
  void lastWordsOfAWorkerStayOneLineAndSteerNoTerminal() {
    tell("raise ImportError('no\\x1b[2Jsuch\\nthing')\n\ndef work(item):\n    return item\n");

    assertThat(told.toString(UTF_8)).contains("such").doesNotContain("\u001b");
    assertThat(told.toString(UTF_8).lines()).noneMatch(line -> line.startsWith("thing"));
  }

  @Test
  void controlCharactersAreShownAndLineBreaksBreakNoLine() {
    terminal.line(Terminal.Tone.BAD, "a\u001b]0;title\u0007b\nc\rd");

    assertThat(told.toString(UTF_8)).isEqualTo("a·]0;title·b·c·d" + System.lineSeparator());
  }

  @Test
  void endOfTheRecordingIsToldOnceAndInItsOwnWords() {
    TestRun run = TestRun.prepare(directory, "def work(item):\n    return item\n", "1..3");
    run.run().engine().recordingFailed("The recording stopped: disk full; the job goes on");
    finish(run);

    assertThat(told.toString(UTF_8).lines())
        .filteredOn(line -> line.contains("disk full"))
        .containsExactly("The recording stopped: disk full; the job goes on");
  }

  @Test
  void firstInterruptSaysThatTheRunIsStopping() {
    TestRun run =
        TestRun.prepare(
            directory, "import time\ndef work(item):\n    time.sleep(1)\n    return 1\n", "1..9");
    RunReporter reporter = new RunReporter(run.run(), terminal, RunReporter.Verbosity.NORMAL);
    reporter.start();
    run.run().start();
    await().until(() -> run.model().attemptsStarted() == 2);
    run.run().engine().interrupt(2);
    reporter.finish(run.ending());

    assertThat(told.toString(UTF_8))
        .containsPattern("stopping: .*; Ctrl-C again kills at once")
        .containsPattern("stopped: 2 of 9 done, 7 not run");
  }

  @Test
  void workersThatDoNotGetReadyAreCounted() {
    TestRun run = TestRun.prepare(directory, "import time\ntime.sleep(60)\n", "1..9");
    RunReporter reporter =
        new RunReporter(
            run.run(),
            new Terminal(new PrintStream(told, true, UTF_8), true, false),
            RunReporter.Verbosity.NORMAL);
    reporter.start();
    run.run().start();
    await()
        .untilAsserted(
            () -> assertThat(told.toString(UTF_8)).contains("9 queued, 0/2 busy, 2 starting"));
    run.run().engine().interrupt(2);
    run.run().engine().interrupt(2);
    reporter.finish(run.ending());
  }

  private void tell(String source) {
    finish(TestRun.prepare(directory, source, "1..3"));
  }

  private void finish(TestRun run) {
    RunReporter reporter = new RunReporter(run.run(), terminal, RunReporter.Verbosity.NORMAL);
    reporter.start();
    reporter.finish(run.toTheEnd());
  }
}
