package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

final class AuxiliaryVectorTest {
  private static byte[] words(long... words) {
    ByteBuffer buffer =
        ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
    for (long word : words) {
      buffer.putLong(word);
    }
    return buffer.array();
  }

  @Test
  void pageAndTickAreFoundByTheirTypes() {
    assertThat(AuxiliaryVector.parse(words(3, 17, 6, 16384, 17, 250, 0, 0)))
        .isEqualTo(new AuxiliaryVector(16384, 250));
  }

  @Test
  void whatIsMissingHasTheUsualValue() {
    assertThat(AuxiliaryVector.parse(words(33, 5, 0, 0))).isEqualTo(AuxiliaryVector.USUAL);
    assertThat(AuxiliaryVector.parse(new byte[] {6, 0, 0})).isEqualTo(AuxiliaryVector.USUAL);
  }
}
