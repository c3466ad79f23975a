package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 0.98 KiB",
    "1024, 1.00 KiB",
    "10240, 10.0 KiB",
    "104857600, 100 MiB",
    "2040109466, 1.90 GiB",
    "9223372036854775807, 8.00 EiB"
  })
  void sizeHasThreeDigits(long bytes, String text) {
    assertThat(ByteSize.text(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"9, 9", "KILL, 9", "sigkill, 9", "SIGTERM, 15", "' usr1 ', 10", "64, 64"})
  void signalIsFoundByNumberAndName(String text, int number) {
    assertThat(SignalName.parse(text)).hasValue(number);
  }

  @ParameterizedTest
  @CsvSource({"0", "65", "-9", "SIG", "FOO", "''", "999"})
  void whatIsNoSignalIsNone(String text) {
    assertThat(SignalName.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"9, SIGKILL", "11, SIGSEGV", "31, SIGSYS", "40, signal 40", "0, signal 0"})
  void signalHasItsName(int number, String name) {
    assertThat(SignalName.of(number)).isEqualTo(name);
  }
}
