package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.testing.NotOnWindows;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A task that waits behind another one is had back, or runs, and never both.
@NotOnWindows
final class TakeBackTest {
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;

  @TempDir private Path directory;

  private LivePort open() {
    LivePort live = LivePort.open(LivePort.Means.NATIVE, directory);
    live.start(1);
    return live;
  }

  private static void run(LivePort live, int task, String item) {
    live.port().run(1, task, 1, Payload.of(item));
  }

  private static void sleepBriefly(LivePort live) {
    run(live, 1, "[\"sleep\", 0.3]");
    live.until(() -> live.facts().lines(1).contains("asleep"));
  }

  @Test
  void taskInThePipeIsTakenBackOnce() {
    try (LivePort live = open()) {
      sleepBriefly(live);
      run(live, 2, "[\"count\", 2]");
      assertThat(live.port().takeBack(1, 2, 2)).isFalse();
      assertThat(live.port().takeBack(1, 1, 1)).isFalse();
      assertThat(live.port().takeBack(1, 2, 1)).isTrue();
      assertThat(live.port().takeBack(1, 2, 1)).isFalse();
      run(live, 3, "[\"count\", 3]");
      live.port().stop(1);
      assertThat(live.answers(2)).containsExactly("\"slept\"", "3");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @Test
  void bothOfferedAtOnceOnlyTheFirstIsRead() {
    try (LivePort live = open()) {
      ProcessIdentity process = (ProcessIdentity) live.await("spawned", 1).value();
      live.port().signal(1, SIGSTOP);
      live.until(() -> LivePort.state(process.pid()) == 'T');
      run(live, 1, "[\"sleep\", 0.3]");
      run(live, 2, "[\"count\", 2]");
      // The first may be read at any moment, so the second is not the next.
      assertThat(live.port().takeBack(1, 2, 1)).isFalse();
      live.port().signal(1, SIGCONT);
      live.until(() -> live.facts().lines(1).contains("asleep"));
      assertThat(live.port().takeBack(1, 2, 1)).isTrue();
      run(live, 3, "[\"count\", 3]");
      assertThat(live.answers(2)).containsExactly("\"slept\"", "3");
    }
  }

  @Test
  void whatStandsBehindItStaysInOrder() {
    try (LivePort live = open()) {
      sleepBriefly(live);
      run(live, 2, "[\"count\", 2]");
      live.port().stop(1);
      assertThat(live.port().takeBack(1, 2, 1)).isTrue();
      assertThat(live.answers(1)).containsExactly("\"slept\"");
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
      assertThat(live.facts().count("answer")).isEqualTo(1);
      assertThat(live.facts().count("bye")).isEqualTo(1);
    }
  }

  @Test
  void longTaskIsTakenBackOrArrivesWhole() {
    String text = "\"" + "z".repeat(300_000) + "\"";
    try (LivePort live = open()) {
      sleepBriefly(live);
      run(live, 2, "[\"echo\", " + text + "]");
      assertThat(live.port().takeBack(1, 2, 1)).isTrue();
      run(live, 3, "[\"echo\", " + text + "]");
      assertThat(live.answers(2)).containsExactly("\"slept\"", text);
    }
  }

  @Test
  void taskThatRunsOrIsUnknownIsNotTakenBack() {
    try (LivePort live = open()) {
      assertThat(live.port().takeBack(1, 1, 1)).isFalse();
      assertThat(live.port().takeBack(7, 1, 1)).isFalse();
      sleepBriefly(live);
      assertThat(live.port().takeBack(1, 1, 1)).isFalse();
      assertThat(live.answers(1)).containsExactly("\"slept\"");
      assertThat(live.port().takeBack(1, 1, 1)).isFalse();
    }
  }

  @Test
  void everyTaskRunsExactlyOnceWheneverItIsAskedBack() {
    race(2_000, 11);
  }

  @Test
  @Tag("proof")
  void everyTaskRunsExactlyOnceInManyRaces() {
    for (int seed = 1; seed <= 5; seed++) {
      race(10_000, seed);
    }
  }

  /// Keeps two tasks with the worker and asks the second one back at random moments; what comes
  /// back is given again.
  private void race(int tasks, int seed) {
    Random random = new Random(seed);
    BitSet answered = new BitSet();
    int back = 0;
    int asked = 0;
    try (LivePort live = open()) {
      int given = 0;
      int seen = 0;
      while (seen < tasks) {
        int most = seen + 2;
        while (given < tasks && given < most) {
          given++;
          int width = random.nextInt(20) == 0 ? 5_000 : 10 + random.nextInt(200);
          run(live, given, "[\"count\", %%%dd]".formatted(width).formatted(given));
        }
        if (given == seen + 2 && random.nextBoolean()) {
          for (int i = random.nextInt(400); i > 0; i--) {
            Thread.onSpinWait();
          }
          asked++;
          if (live.port().takeBack(1, given, 1)) {
            back++;
            given--;
          }
        }
        live.until(() -> live.facts().count("answer") >= 1);
        for (RecordedFacts.Fact fact : live.facts().all()) {
          if (fact.what().equals("answer")) {
            int number = Integer.parseInt(fact.value().toString());
            assertThat(answered.get(number)).as("task %d, seed %d", number, seed).isFalse();
            answered.set(number);
            assertThat(number).isEqualTo(++seen);
          }
        }
        live.facts().forget();
      }
      live.port().run(1, tasks + 1, 1, Payload.of("\"how_many_ran\""));
      assertThat(live.answers(1)).containsExactly(String.valueOf(tasks));
    }
    assertThat(back).as("%d of %d came back", back, asked).isBetween(asked / 100, asked - 1);
  }
}
