package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.testing.NotOnWindows;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A worker that is held by RLIMIT_DATA gets a MemoryError, tells it and lives on.
@NotOnWindows
final class DataLimitTest {
  private static final long LIMIT = 100L << 20;

  @TempDir private Path directory;

  private LivePort open(LivePort.Means means) {
    WorkerSettings some = LivePort.settings(directory, "hard_tasks:do");
    WorkerSettings held =
        new WorkerSettings(
            some.program(),
            some.directory(),
            some.environment(),
            new WorkerSettings.MemoryHold.DataLimit(LIMIT),
            200 << 20);
    LivePort live = new LivePort(means, held);
    live.start(1);
    return live;
  }

  @ParameterizedTest
  @EnumSource
  void tooMuchIsAMemoryErrorAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      assertThat(live.ask(1, "\"limits\"")).isEqualTo("[" + LIMIT + "," + LIMIT + "]");
      assertThat(live.askFailing(1, "[\"allocate\", 1024]").type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"allocate\", 50]")).isEqualTo(String.valueOf(50 << 20));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lastByteTakenIsToldAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      for (int i = 0; i < 3; i++) {
        TaskAnswer.Failure failure = live.askFailing(1, "\"fill_up\"");
        assertThat(failure.type()).isEqualTo("MemoryError");
        assertThat(JsonMembers.of(failure.json().utf8()).string("traceback", ""))
            .contains("in fill_up");
        assertThat(live.ask(1, "[\"allocate\", 50]")).isEqualTo(String.valueOf(50 << 20));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void failureForWhichThereIsNoMemoryIsToldByItsTypeAlone(LivePort.Means means) {
    try (LivePort live = open(means)) {
      TaskAnswer.Failure failure = live.askFailing(1, "\"untellable\"");
      assertThat(failure.type()).isEqualTo("MemoryError");
      assertThat(failure.message()).isEmpty();
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @EnumSource
  void itemThatDoesNotFitIsAMemoryErrorAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      String text = "[\"echo\", \"" + "y".repeat(120 << 20) + "\"]";
      assertThat(live.askFailing(1, text).type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
      live.port().stop(1);
      assertThat(live.end(1)).isEqualTo(new ExitStatus.Exited(0));
    }
  }

  @ParameterizedTest
  @EnumSource
  void resultThatDoesNotFitIsAMemoryErrorAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      String item = "[\"long_text\", " + (60 << 20) + "]";
      assertThat(live.askFailing(1, item).type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
    }
  }
}
