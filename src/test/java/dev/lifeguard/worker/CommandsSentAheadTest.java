package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A command that was given to a slot while another one runs there: it begins when that has ended,
/// whether or not anybody has heard of it, or it is had back.
@NotOnWindows
final class CommandsSentAheadTest {
  private static final int SIGKILL = 9;

  // Says that it has begun, and runs until it may go.
  private static final String SCRIPT =
      "echo $$ > begun$1.new; mv begun$1.new begun$1; until [ -e go$1 ]; do sleep 0.01; done;"
          + " echo $1";

  @TempDir private Path directory;

  private LivePort open(LivePort.Means means) {
    var command =
        new WorkerSettings.Program.Command(List.of("sh", "-c", SCRIPT, "sh", "{}"), false);
    LivePort live = new LivePort(means, LivePort.settings(directory, command));
    live.port().spawn(1);
    live.await("ready", 1);
    run(live, 1);
    live.await("spawned", 1);
    return live;
  }

  private static void run(LivePort live, int task) {
    live.port().run(1, task, 1, Payload.of(Integer.toString(task)));
  }

  private void letGo(int task) throws IOException {
    Files.createFile(directory.resolve("go" + task));
  }

  private boolean hasBegun(int task) {
    return Files.exists(directory.resolve("begun" + task));
  }

  /// Waits for the process of a task without letting the port tell anything.
  private long awaitBegun(int task) throws IOException {
    Patience.await().until(() -> hasBegun(task));
    return Long.parseLong(Files.readString(directory.resolve("begun" + task)).strip());
  }

  private static String done(int task) {
    return "{\"exitCode\":0,\"output\":\"" + task + "\\n\"}";
  }

  @ParameterizedTest
  @EnumSource
  void commandThatHasNotBegunIsTakenBackOnce(LivePort.Means means) throws IOException {
    try (LivePort live = open(means)) {
      run(live, 2);
      assertThat(live.port().takeBack(1, 1, 1)).isFalse();
      assertThat(live.port().takeBack(1, 2, 2)).isFalse();
      assertThat(live.port().takeBack(7, 2, 1)).isFalse();
      assertThat(live.port().takeBack(1, 2, 1)).isTrue();
      assertThat(live.port().takeBack(1, 2, 1)).isFalse();
      run(live, 3);
      live.port().stop(1);
      letGo(1);
      letGo(3);
      assertThat(live.answers(2)).containsExactly(done(1), done(3));
      live.end(1);
      assertThat(hasBegun(2)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void commandBeginsBeforeAnybodyHasHeardOfTheEndOfTheOneBefore(LivePort.Means means)
      throws IOException {
    try (LivePort live = open(means)) {
      run(live, 2);
      letGo(1);
      awaitBegun(2);
      assertThat(live.port().takeBack(1, 2, 1)).isFalse();
      letGo(2);
      assertThat(live.answers(2)).containsExactly(done(1), done(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void signalReachesOnlyTheCommandThatWasToldLast(LivePort.Means means) throws IOException {
    try (LivePort live = open(means)) {
      run(live, 2);
      letGo(1);
      long second = awaitBegun(2);
      // Meant for the first, which is gone.
      live.port().signal(1, SIGKILL);
      live.until(() -> live.facts().count("spawned") == 2);
      assertThat(live.answers(1)).containsExactly(done(1));
      assertThat(LivePort.isAlive(second)).isTrue();
      assertThat(live.port().signal(1, SIGKILL)).isTrue();
      live.end(1);
      assertThat(live.facts().count("answer")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void commandBehindOneThatDiesNeverBegins(LivePort.Means means) throws IOException {
    try (LivePort live = open(means)) {
      run(live, 2);
      live.port().signal(1, SIGKILL);
      live.end(1);
      // Time enough to begin, had it been let.
      live.port().spawn(2);
      live.await("ready", 2);
      live.port().run(2, 3, 1, Payload.of("3"));
      letGo(3);
      assertThat(live.answers(1)).containsExactly(done(3));
      assertThat(hasBegun(2)).isFalse();
      live.port().release(1);
      live.port().spawn(1);
      live.until(() -> live.facts().count("ready") == 3);
      run(live, 2);
      letGo(2);
      assertThat(live.answers(2)).containsExactly(done(3), done(2));
    }
  }

  @ParameterizedTest
  @EnumSource
  void releaseEndsAlsoTheCommandThatNobodyHasHeardOf(LivePort.Means means) throws IOException {
    try (LivePort live = open(means)) {
      ProcessIdentity first = (ProcessIdentity) live.await("spawned", 1).value();
      run(live, 2);
      letGo(1);
      long second = awaitBegun(2);
      live.port().release(1);
      live.until(() -> !LivePort.isAlive(first.pid()) && !LivePort.isAlive(second));
      assertThat(live.facts().count("answer")).isZero();
    }
  }
}
