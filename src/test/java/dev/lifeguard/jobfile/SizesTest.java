package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0B,0",
    "512B,512",
    "1KiB,1024",
    "1 KiB,1024",
    "64MiB,67108864",
    "2GiB,2147483648",
    "1TiB,1099511627776",
    "1kB,1000",
    "2MB,2000000",
    "2GB,2000000000",
    "3TB,3000000000000",
    "1.5GiB,1610612736",
    "0.5kB,500",
  })
  void sizesAreNumbersWithUnits(String text, long bytes) {
    assertThat(Sizes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          2G       | '2G' is ambiguous; write 2GiB (times 1024) or 2GB (times 1000)
          512k     | '512k' is ambiguous; write 512KiB (times 1024) or 512kB (times 1000)
          1KB      | '1KB' is ambiguous; write 1KiB (times 1024) or 1kB (times 1000)
          3gib     | '3gib' is ambiguous; write 3GiB (times 1024) or 3GB (times 1000)
          64       | '64' has no unit; write 64B, 64KiB, 64MiB or 64GiB
          12 XB    | '12 XB' has an unknown unit; the units are B, KiB, MiB, GiB, TiB, kB, MB, GB, TB
          -1B      | '-1B' is no size; write a number and a unit: 512KiB, 64MiB, 2GB
          much     | 'much' is no size; write a number and a unit: 512KiB, 64MiB, 2GB
          0.3B     | '0.3B' is no whole number of bytes; use a smaller unit
          99999999TiB | '99999999TiB' is too large for a size
          """)
  void refusedSizesNameTheRemedy(String text, String message) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void writtenSizesAreReadBackExactly() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      long bytes = random.nextLong() >>> random.nextInt(1, 64);
      assertThat(Sizes.parse(Sizes.text(bytes))).isEqualTo(bytes);
    }
    assertThat(Sizes.text(64 << 20)).isEqualTo("64MiB");
    assertThat(Sizes.text(0)).isEqualTo("0B");
  }
}
