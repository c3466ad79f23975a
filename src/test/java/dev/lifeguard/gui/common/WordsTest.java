package dev.lifeguard.gui.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.MemoryReading;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest
  @CsvSource({
    "-5, 0.0 s",
    "0, 0.0 s",
    "4149, 4.1 s",
    "59999, 59.9 s",
    "60000, 1:00",
    "192000, 3:12",
    "3792000, 1:03:12"
  })
  void elapsedTimeIsShort(long millis, String text) {
    assertThat(Elapsed.text(millis * 1_000_000)).isEqualTo(text);
  }

  @Test
  void shortTimesAreInMillisecondsWithGroupsOfThreeDigits() {
    assertThat(Elapsed.millis(0)).isEqualTo("0.0 ms");
    assertThat(Elapsed.millis(420_000)).isEqualTo("0.4 ms");
    assertThat(Elapsed.millis(213_000_000)).isEqualTo("213.0 ms");
    assertThat(Elapsed.millis(999_960_000)).isEqualTo("1\u2009000 ms");
    assertThat(Elapsed.millis(3_041_000_000L)).isEqualTo("3\u2009041 ms");
  }

  @Test
  void bothAmountsAreInTheUnitOfTheLarger() {
    assertThat(level(860 * MIB, 3092 * MIB).text()).isEqualTo("0.84 / 3.02 GiB");
    assertThat(level(12 * MIB, 30 * MIB).text()).isEqualTo("12.0 / 30.0 MiB");
  }

  @Test
  void whatIsUnknownIsADashAndNeverZero() {
    MemoryReading half =
        new MemoryReading(
            OptionalLong.of(5 * MIB),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());
    assertThat(new MemoryLevel(half, OptionalLong.empty(), 1).text()).isEqualTo("5.00 / – MiB");
    assertThat(MemoryLevel.UNKNOWN.text()).isEmpty();
  }

  @Test
  void scaleIsRoundAndHoldsTheAmount() {
    assertThat(MemoryLevel.roundScale(0)).isEqualTo(MIB);
    assertThat(MemoryLevel.roundScale(3 * MIB)).isEqualTo(3 * MIB);
    assertThat(MemoryLevel.roundScale(3 * MIB + 1)).isEqualTo(4 * MIB);
    assertThat(MemoryLevel.roundScale(5 * MIB)).isEqualTo(6 * MIB);
  }

  private static MemoryLevel level(long resident, long committed) {
    return new MemoryLevel(
        new MemoryReading(
            OptionalLong.of(resident),
            OptionalLong.of(committed),
            OptionalLong.empty(),
            OptionalLong.empty()),
        OptionalLong.empty(),
        1);
  }
}
