package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A worker that is held by RLIMIT_DATA gets a MemoryError, tells it and lives on.
final class DataLimitTest {
  private static final long LIMIT = 200L << 20;

  @TempDir private Path directory;

  private LivePort open(LivePort.Means means) {
    WorkerSettings some = LivePort.settings(directory, "hard_tasks:do");
    WorkerSettings held =
        new WorkerSettings(
            some.program(),
            some.directory(),
            some.environment(),
            new WorkerSettings.MemoryHold.DataLimit(LIMIT),
            400 << 20);
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
      assertThat(live.ask(1, "[\"allocate\", 100]")).isEqualTo(String.valueOf(100 << 20));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lastByteTakenIsToldAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      for (int i = 0; i < 3; i++) {
        assertThat(live.askFailing(1, "\"fill_up\"").type()).isEqualTo("MemoryError");
        assertThat(live.ask(1, "[\"allocate\", 100]")).isEqualTo(String.valueOf(100 << 20));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void itemThatDoesNotFitIsAMemoryErrorAndTheWorkerStays(LivePort.Means means) {
    try (LivePort live = open(means)) {
      String text = "[\"echo\", \"" + "y".repeat(250 << 20) + "\"]";
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
      String item = "[\"long_text\", " + (120 << 20) + "]";
      assertThat(live.askFailing(1, item).type()).isEqualTo("MemoryError");
      assertThat(live.ask(1, "[\"echo\", 1]")).isEqualTo("1");
    }
  }
}
