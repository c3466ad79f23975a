package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OutputLinesTest {
  private final OutputLines lines = new OutputLines();

  private List<String> accept(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return lines.accept(bytes, 0, bytes.length);
  }

  @Test
  void lineIsToldWhenItIsEnded() {
    assertThat(accept("a\nb")).containsExactly("a");
    assertThat(accept("c\r\n\nd")).containsExactly("bc", "");
    assertThat(lines.flush()).containsExactly("d");
    assertThat(lines.flush()).isEmpty();
  }

  @Test
  void characterInTwoPortionsIsWhole() {
    byte[] bytes = "€\n".getBytes(StandardCharsets.UTF_8);
    assertThat(lines.accept(bytes, 0, 2)).isEmpty();
    assertThat(lines.accept(bytes, 2, 4)).containsExactly("€");
  }

  @Test
  void longLineComesInPiecesCutBetweenCharacters() {
    for (String character : List.of("x", "ü", "€", "😀")) {
      for (int shift = 0; shift < 4; shift++) {
        String line = "y".repeat(shift) + character.repeat(9000);
        List<String> pieces = new ArrayList<>(accept(line + "\n"));
        assertThat(String.join("", pieces)).isEqualTo(line);
        assertThat(pieces)
            .hasSizeGreaterThan(1)
            .allMatch(
                it ->
                    it.getBytes(StandardCharsets.UTF_8).length <= OutputLines.PIECE_BYTES);
      }
    }
  }

  @Test
  void brokenCharactersAreReplaced() {
    byte[] bytes = new byte[20_000];
    java.util.Arrays.fill(bytes, (byte) 0x80);
    bytes[19_999] = '\n';
    int length = lines.accept(bytes, 0, bytes.length).stream().mapToInt(String::length).sum();
    assertThat(length).isEqualTo(19_999);
    assertThat(lines.accept(new byte[] {(byte) 0xff, 'a', '\n'}, 0, 3)).containsExactly("\ufffda");
  }
}
