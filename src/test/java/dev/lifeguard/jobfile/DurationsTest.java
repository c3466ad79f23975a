package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "100ms,PT0.1S",
    "90s,PT1M30S",
    "1h30m,PT1H30M",
    "2d,PT48H",
    "1m30s,PT1M30S",
    "0s,PT0S",
    "250us,PT0.00025S",
    "1s500ms,PT1.5S",
  })
  void durationsAreNumbersWithUnits(String text, Duration duration) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          90    | '90' has no unit; write 90ms, 90s or 90m
          1.5h  | '1.5h' is no duration; write whole numbers with units, the largest first: 100ms, 90s, 1h30m
          30m1h | '30m1h' is no duration; write whole numbers with units, the largest first: 100ms, 90s, 1h30m
          -5s   | '-5s' is no duration; write whole numbers with units, the largest first: 100ms, 90s, 1h30m
          5S    | '5S' is no duration; units are small letters: 5s
          ``    | '' is no duration; write whole numbers with units, the largest first: 100ms, 90s, 1h30m
          99999d | '99999d' is too long; the longest duration is 36500d
          """)
  void refusedDurationsNameTheRemedy(String text, String message) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void writtenDurationsAreReadBackExactly() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      long nanos = random.nextLong(Duration.ofDays(36_500).toNanos()) >>> random.nextInt(60);
      Duration duration = Duration.ofNanos(nanos);
      assertThat(Durations.parse(Durations.text(duration))).isEqualTo(duration);
    }
    assertThat(Durations.text(Duration.ofSeconds(90))).isEqualTo("1m30s");
  }
}
