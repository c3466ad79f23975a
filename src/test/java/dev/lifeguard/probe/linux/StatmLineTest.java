package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StatmLineTest {
  @Test
  void sizeResidentAndDataComeFromTheirPlaces() {
    assertThat(StatmLine.parse("765 437 409 5 0 123 0\n")).contains(new StatmLine(765, 437, 123));
  }

  @Test
  void processWithoutAddressSpaceHasNoSizesInsteadOfZeros() {
    assertThat(StatmLine.parse("0 0 0 0 0 0 0\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "765 437", "765 437 409 5 0", "a b c d e f g"})
  void tornLineIsNoLine(String text) {
    assertThat(StatmLine.parse(text)).isEmpty();
  }
}
