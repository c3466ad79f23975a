package dev.lifeguard.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessReading;
import dev.lifeguard.job.RunState;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class ReadingChangeTest {
  private static final long MEGABYTE = 1 << 20;

  private static ProcessReading reading(RunState state, double share, long cpu, long resident) {
    MemoryReading memory =
        new MemoryReading(
            OptionalLong.of(resident),
            OptionalLong.empty(),
            OptionalLong.of(MEGABYTE),
            OptionalLong.of(MEGABYTE));
    return new ProcessReading(
        1, new ProcessIdentity(7, 8, 9), 1, "python3", state, share, cpu, memory);
  }

  private static final ProcessReading TOLD = reading(RunState.SLEEPING, 0, 0, 100 * MEGABYTE);

  @Test
  void singleTickOfTheProcessorIsNoise() {
    assertThat(ReadingChange.isNews(TOLD, reading(RunState.SLEEPING, 0.04, 1, 100 * MEGABYTE)))
        .isFalse();
    assertThat(ReadingChange.isNews(TOLD, reading(RunState.SLEEPING, 0.08, 1, 100 * MEGABYTE)))
        .isTrue();
  }

  @Test
  void comingToRestIsAlwaysTold() {
    ProcessReading told = reading(RunState.SLEEPING, 0.01, 0, 100 * MEGABYTE);
    assertThat(ReadingChange.isNews(told, TOLD)).isTrue();
  }

  @Test
  void slowUseAddsUp() {
    assertThat(
            ReadingChange.isNews(
                TOLD, reading(RunState.SLEEPING, 0.02, 100_000_000, 100 * MEGABYTE)))
        .isTrue();
  }

  @Test
  void memoryIsToldFromAThousandthOn() {
    assertThat(
            ReadingChange.isNews(TOLD, reading(RunState.SLEEPING, 0, 0, 100 * MEGABYTE + 65_536)))
        .isFalse();
    assertThat(
            ReadingChange.isNews(TOLD, reading(RunState.SLEEPING, 0, 0, 100 * MEGABYTE + 106_000)))
        .isTrue();
  }

  @Test
  void stateIsTold() {
    assertThat(ReadingChange.isNews(TOLD, reading(RunState.STOPPED, 0, 0, 100 * MEGABYTE)))
        .isTrue();
  }

  @Test
  void valueThatCameOrWentIsTold() {
    ProcessReading without =
        new ProcessReading(
            1, TOLD.process(), 1, "python3", RunState.SLEEPING, 0, 0, MemoryReading.UNKNOWN);
    assertThat(ReadingChange.isNews(TOLD, without)).isTrue();
    assertThat(ReadingChange.isNews(without, without)).isFalse();
  }
}
