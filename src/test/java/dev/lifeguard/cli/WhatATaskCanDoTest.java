package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.TimelineEntry;
import dev.lifeguard.job.TimelineStep;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What a task can do to its worker, and what becomes of both. In each case the task comes second,
/// with a harmless one before and after it, which must not be harmed.
@NotOnWindows
class WhatATaskCanDoTest {
  @TempDir private Path directory;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "SIGSEGV               | import ctypes; ctypes.string_at(0) | SIGNAL | 11 | -1",
        "SIGKILL               | import os; os.kill(os.getpid(), 9) | SIGNAL | 9  | -1",
        "abort                 | import os; os.abort()              | SIGNAL | 6  | -1",
        "exit 137 is no signal | import os; os._exit(137)           | EXIT   | -1 | 137",
        "exit 0                | import os; os._exit(0)             | EXIT   | -1 | 0",
      })
  void deathIsToldExactlyAndQuarantinesTheTask(
      String name, String deed, CauseKind kind, int signal, int code) {
    TestRun run = run(deed, "retry.lost=0");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().exitCode()).isEqualTo(1);
    assertThat(outcomes(run)).containsExactly("done", "quarantined", "done");
    assertThat(ending.model().incidents()).hasSize(1);
    Incident incident = ending.model().incident(1);
    DeathCause cause = incident.cause();
    assertThat(cause.kind()).isEqualTo(kind);
    assertThat(cause.certainty()).isEqualTo(Certainty.CERTAIN);
    assertThat(cause.signal().orElse(-1)).isEqualTo(signal);
    assertThat(cause.exitCode().orElse(-1)).isEqualTo(code);
    assertThat(incident.task()).hasValue(2);
    assertThat(incident.output()).contains("about to do it");
    assertThat(run.report().at("/incidents/0/cause/certainty").asString()).isEqualTo("certain");
  }

  /// As a Java virtual machine does. Who reads only the results has the cause as well.
  @Test
  void exhaustedHeapStandsInTheResult() {
    String deed =
        "import os; print('Terminating due to java.lang.OutOfMemoryError: Java heap space',"
            + " flush=True); os._exit(3)";
    TestRun run = run(deed, "retry.lost=0");
    assertThat(run.toTheEnd().end().exitCode()).isEqualTo(1);
    assertThat(outcomes(run)).containsExactly("done", "quarantined", "done");
    assertThat(run.result(2).get("error").get("message").asString())
        .contains("ended with exit code 3", "its Java heap was exhausted: Java heap space");
  }

  /// A fork behind Python's back, so that the child holds whatever its parent had open.
  @Test
  void grandchildThatHoldsThePipeIsWaitedForTwoSecondsAndKilled() throws IOException {
    String deed =
        """
        import ctypes, os, pathlib, time
            if ctypes.CDLL(None).fork() == 0:
                pathlib.Path("grandchild").write_text(str(os.getpid()))
                time.sleep(600)
            while not (os.path.exists("grandchild") and os.path.getsize("grandchild")):
                time.sleep(0.01)
            os._exit(5)
        """;
    TestRun run = run(deed, "retry.lost=0");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(outcomes(run)).containsExactly("done", "quarantined", "done");
    Incident incident = ending.model().incident(1);
    assertThat(incident.cause().exitCode()).hasValue(5);
    assertThat(incident.timeline())
        .extracting(TimelineEntry::step)
        .contains(TimelineStep.EXIT_SEEN)
        .doesNotContain(TimelineStep.OUTPUT_CLOSED);
    long waited =
        incident.timeline().stream()
            .filter(entry -> entry.step() == TimelineStep.DECIDED)
            .mapToLong(entry -> entry.atNanos() - incident.originNanos())
            .sum();
    assertThat(waited).isGreaterThanOrEqualTo(2_000_000_000L);
    long grandchild = Long.parseLong(Files.readString(directory.resolve("grandchild")));
    // Whoever adopts the dead reaps them in his own time.
    await().until(() -> ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive).isEmpty());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "exception             | raise ValueError('too wet')         | ValueError        | too wet",
        "sys.exit(3)           | import sys; sys.exit(3)             | SystemExit        | 3",
        "KeyboardInterrupt     | raise KeyboardInterrupt             | KeyboardInterrupt | ``",
        "a set is no JSON      | return {1, 2}                       | TypeError         | the"
            + " result cannot be JSON",
        "NaN is no JSON        | return float('nan')                 | ValueError        | the"
            + " result cannot be JSON",
        "bytes are no JSON     | return b'x'                         | TypeError         | the"
            + " result cannot be JSON",
        "over the limit        | return 'x' * 1200000                | ValueError        |"
            + " limits.message",
      })
  void failureLeavesTheWorkerAlive(String name, String deed, String type, String message) {
    TestRun run = run(deed, "limits.message=1MiB");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().exitCode()).isEqualTo(1);
    assertThat(outcomes(run)).containsExactly("done", "failed", "done");
    assertThat(ending.model().incidents()).isEmpty();
    assertThat(ending.model().workerCount()).isEqualTo(1);
    JsonNode error = run.result(2).get("error");
    assertThat(error.get("type").asString()).isEqualTo(type);
    assertThat(error.get("message").asString()).contains(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "prints 10 MB          | print('x' * 10_000_000)",
        "many lines            | [print('line', i) for i in range(100_000)]",
        "closes its stdout     | import os, sys; sys.stdout.close(); os.close(1)",
        "closes all it finds   | import os; [os.close(fd) for fd in (0, 1, 2)]",
        "leaves a child behind | import subprocess; subprocess.Popen(['sleep', '60'])",
      })
  void thisDoesNoHarm(String name, String deed) {
    TestRun run = run(deed + "; return 'fine'");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().exitCode()).isZero();
    assertThat(outcomes(run)).containsExactly("done", "done", "done");
    assertThat(ending.model().incidents()).isEmpty();
    assertThat(run.result(2).get("result").asString()).isEqualTo("fine");
  }

  @Test
  void itemOverTheLimitFailsWithoutHarmToTheOthers() throws IOException {
    Path items = directory.resolve("items.txt");
    Files.writeString(items, "small\n" + "x".repeat(1_100_000) + "\nlast\n");
    TestRun run =
        TestRun.prepare(
            directory,
            "def work(item):\n    return len(item)\n",
            items.toString(),
            "limits.message=1MiB",
            "worker.count=1");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().exitCode()).isEqualTo(1);
    assertThat(outcomes(run)).containsExactly("done", "failed", "done");
    JsonNode refused = run.result(2);
    assertThat(refused.at("/error/message").asString()).contains("limits.message allows 1.00 MiB");
    assertThat(refused.get("attempts").asInt()).isZero();
    assertThat(refused.get("worker").isNull()).isTrue();
  }

  @Test
  void importErrorEndsTheRunAtOnce() {
    TestRun run =
        TestRun.prepare(
            directory, "import no_such_module_anywhere\ndef work(item): pass\n", "1..100");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().end()).isEqualTo(JobEnd.GAVE_UP);
    assertThat(ending.end().exitCode()).isEqualTo(3);
    assertThat(ending.model().incidents()).hasSizeBetween(1, 2);
    assertThat(ending.model().incident(1).cause().kind()).isEqualTo(CauseKind.START);
    assertThat(ending.model().gaveUp().orElseThrow().reason())
        .contains("No module named 'no_such_module_anywhere'");
    assertThat(run.report().at("/tasks/notRun").asInt()).isEqualTo(100);
    assertThat(run.results()).isEmpty();
  }

  @Test
  void missingInterpreterEndsTheRunAtOnce() {
    TestRun run =
        TestRun.prepare(
            directory, "def work(item): pass\n", "1..9", "worker.interpreter=python9.99");
    JobRun.Ending ending = run.toTheEnd();
    assertThat(ending.end().exitCode()).isEqualTo(3);
    assertThat(ending.model().gaveUp().orElseThrow().reason()).contains("python9.99");
    assertThat(ending.model().incident(1).cause().kind()).isEqualTo(CauseKind.START);
  }

  private TestRun run(String deed, String... settings) {
    String source =
        """
        def work(item):
            if item == 2:
                print("about to do it", flush=True)
                return deed(item)
            return item

        def deed(item):
            %s
        """
            .formatted(deed.strip());
    String[] all = new String[settings.length + 1];
    System.arraycopy(settings, 0, all, 0, settings.length);
    all[settings.length] = "worker.count=1";
    return TestRun.prepare(directory, source, "1..3", all);
  }

  private static List<String> outcomes(TestRun run) {
    return run.results().values().stream().map(each -> each.get("outcome").asString()).toList();
  }
}
