package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A task whose soft time limit is over gets an exception, and nobody else does.
@NotOnWindows
final class SoftTimeoutTest {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;

  @TempDir private Path directory;

  private LivePort open() {
    LivePort live = LivePort.open(LivePort.Means.NATIVE, directory);
    live.start(1);
    return live;
  }

  private static void run(LivePort live, int task, int attempt, String item) {
    live.port().run(1, task, attempt, Payload.of(item));
  }

  private static void untilSaid(LivePort live, String line) {
    live.until(() -> live.facts().lines(1).contains(line));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"sleep\", 60]|asleep",
        "\"read_for_ever\"|reading",
        "\"run_program\"|running",
        "\"busy\"|busy"
      })
  void taskIsInterruptedWhateverItDoesAndTheWorkerStays(String item, String said) {
    try (LivePort live = open()) {
      run(live, 1, 1, item);
      untilSaid(live, said);
      live.port().interrupt(1, 1, 1);
      TaskAnswer.Failure failure = (TaskAnswer.Failure) live.answers(1).getFirst();
      assertThat(failure.type()).isEqualTo("SoftTimeout");
      assertThat(failure.message()).isEqualTo("the soft time limit of this task is over");
      String traceback = JsonMembers.of(failure.json().utf8()).string("traceback", "");
      assertThat(traceback).contains("hard_tasks.py").doesNotContain("<lifeguard>");
      run(live, 2, 1, "[\"echo\", 2]");
      assertThat(live.answers(2).getLast()).isEqualTo("2");
    }
  }

  @Test
  void taskMayCatchItAndAnswer() {
    try (LivePort live = open()) {
      run(live, 1, 1, "\"catch_soft_timeout\"");
      untilSaid(live, "asleep");
      live.port().interrupt(1, 1, 1);
      assertThat(live.answers(1))
          .containsExactly("[\"the soft time limit of this task is over\",true]");
    }
  }

  @Test
  void taskThatSwallowsItIsNotInterruptedAgain() {
    try (LivePort live = open()) {
      run(live, 1, 1, "\"swallow_soft_timeout\"");
      untilSaid(live, "asleep");
      live.port().interrupt(1, 1, 1);
      untilSaid(live, "swallowed");
      live.port().interrupt(1, 1, 1);
      live.port().interrupt(1, 1, 1);
      live.port().dump(1);
      live.until(() -> live.facts().lines(1).stream().anyMatch(it -> it.contains("in swallow")));
      assertThat(live.facts().lines(1)).containsOnlyOnce("swallowed");
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Signalled(SIGKILL, false));
    }
  }

  @Test
  void taskThatMissedTheSignalIsInterruptedByTheNext() {
    try (LivePort live = open()) {
      run(live, 1, 1, "\"miss_first_signal\"");
      untilSaid(live, "asleep");
      live.port().interrupt(1, 1, 1);
      untilSaid(live, "missed");
      assertThat(live.facts().count("answer")).isZero();
      live.port().interrupt(1, 1, 1);
      TaskAnswer.Failure failure = (TaskAnswer.Failure) live.answers(1).getFirst();
      assertThat(failure.type()).isEqualTo("SoftTimeout");
    }
  }

  @Test
  void anotherTaskOrAttemptIsNeverHit() {
    try (LivePort live = open()) {
      run(live, 1, 2, "[\"sleep\", 0.3]");
      untilSaid(live, "asleep");
      live.port().interrupt(1, 1, 1);
      live.port().interrupt(1, 2, 1);
      live.port().interrupt(1, 2, 2);
      assertThat(live.answers(1)).containsExactly("\"slept\"");
      live.port().interrupt(1, 1, 2);
      run(live, 2, 1, "[\"sleep\", 0.1]");
      live.port().interrupt(1, 1, 2);
      assertThat(live.answers(2).getLast()).isEqualTo("\"slept\"");
      live.port().interrupt(1, 2, 1);
      run(live, 3, 1, "[\"echo\", 3]");
      assertThat(live.answers(3).getLast()).isEqualTo("3");
    }
  }

  @Test
  void taskThatWaitsInThePipeIsKept() {
    try (LivePort live = open()) {
      run(live, 1, 1, "[\"sleep\", 60]");
      untilSaid(live, "asleep");
      run(live, 2, 1, "[\"echo\", 2]");
      live.port().interrupt(1, 1, 1);
      run(live, 3, 1, "[\"echo\", 3]");
      List<Object> answers = live.answers(3);
      assertThat(((TaskAnswer.Failure) answers.getFirst()).type()).isEqualTo("SoftTimeout");
      assertThat(answers.subList(1, 3)).containsExactly("2", "3");
    }
  }

  @Test
  void longTaskThatWaitsIsNoObstacle() {
    try (LivePort live = open()) {
      run(live, 1, 1, "[\"sleep\", 60]");
      untilSaid(live, "asleep");
      String text = "\"" + "y".repeat(500_000) + "\"";
      run(live, 2, 1, "[\"echo\", " + text + "]");
      live.port().stop(1);
      live.port().interrupt(1, 1, 1);
      List<Object> answers = live.answers(2);
      assertThat(((TaskAnswer.Failure) answers.getFirst()).type()).isEqualTo("SoftTimeout");
      assertThat(answers.getLast()).isEqualTo(text);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void taskThatHasNotBegunIsInterruptedAtItsBeginning() {
    try (LivePort live = open()) {
      ProcessIdentity process = (ProcessIdentity) live.await("spawned", 1).value();
      live.port().signal(1, SIGSTOP);
      live.until(() -> LivePort.state(process.pid()) == 'T');
      run(live, 1, 1, "[\"sleep\", 60]");
      live.port().interrupt(1, 1, 1);
      live.port().signal(1, SIGCONT);
      TaskAnswer.Failure failure = (TaskAnswer.Failure) live.answers(1).getFirst();
      assertThat(failure.type()).isEqualTo("SoftTimeout");
      assertThat(live.facts().lines(1)).doesNotContain("asleep");
    }
  }

  @Test
  void threadsAndHandlersOfTheTaskGoOn() {
    try (LivePort live = open()) {
      run(live, 1, 1, "\"threads_and_handlers\"");
      untilSaid(live, "beating");
      live.port().interrupt(1, 1, 1);
      assertThat(live.answers(1)).containsExactly("1");
    }
  }

  @Test
  void signalThatComesInTheMiddleOfAnotherMakesNobodyWait() throws Exception {
    assertEndsWell("nested_signal.py", "messages.py");
  }

  /// Where a thread reads the messages: a late signal must not be taken for the user's Ctrl-C.
  @Test
  void signalThatComesAfterItsMessageWasFoundHitsNobody() throws Exception {
    assertEndsWell("late_signal.py", "messages.py", "reader.py");
  }

  private static void assertEndsWell(String script, String... parts) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(LivePort.python());
    words.add("src/test/resources/dev/lifeguard/worker/" + script);
    for (String part : parts) {
      words.add("src/main/resources/dev/lifeguard/worker/" + part);
    }
    Process run = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(run.waitFor()).as(said).isZero();
  }

  @Test
  void interruptionsAtRandomMomentsHitTheirTaskOrNobody() {
    try (LivePort live = open()) {
      java.util.Random random = new java.util.Random(7);
      for (int task = 1; task <= 2_000; task++) {
        run(live, task, 1, "[\"echo\", " + task + "]");
        if (task % 2 == 0) {
          run(live, task + 100_000, 1, "[\"echo\", " + task + "]");
        }
        for (int i = random.nextInt(300); i > 0; i--) {
          Thread.onSpinWait();
        }
        live.port().interrupt(1, task, 1);
        int expected = task + task / 2;
        live.until(() -> live.facts().count("answer") >= expected);
        Object last = live.answers(expected).getLast();
        if (task % 2 == 0) {
          assertThat(last).isEqualTo(String.valueOf(task));
        } else if (last instanceof TaskAnswer.Failure failure) {
          assertThat(failure.type()).isEqualTo("SoftTimeout");
        } else {
          assertThat(last).isEqualTo(String.valueOf(task));
        }
      }
    }
  }
}
