package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EnvironmentBlockTest {
  private static final Map<String, String> NONE = Map.of();

  /// Windows looks names up by halving; one in the wrong place is not found.
  @Test
  void namesAreInTheOrderOfCapitals() throws IOException {
    Map<String, String> variables =
        Map.of("path", "p", "_X", "1", "AB", "2", "A_", "3", "aa", "4", "=C:", "C:\\here");
    assertThat(EnvironmentBlock.of(variables, NONE))
        .isEqualTo("=C:=C:\\here\0aa=4\0AB=2\0A_=3\0path=p\0_X=1\0");
  }

  @Test
  void rootOfTheSystemIsThereUnlessTheUserSaysOtherwise() throws IOException {
    Map<String, String> own = Map.of("SYSTEMROOT", "C:\\Windows", "OTHER", "o");
    assertThat(EnvironmentBlock.of(Map.of("A", "1"), own))
        .isEqualTo("A=1\0SYSTEMROOT=C:\\Windows\0");
    assertThat(EnvironmentBlock.of(Map.of("SystemRoot", "D:\\W"), own))
        .isEqualTo("SystemRoot=D:\\W\0");
  }

  @Test
  void emptyOneIsAnEmptyTextAndAnEnd() throws IOException {
    assertThat(EnvironmentBlock.of(NONE, NONE)).isEqualTo("\0");
  }

  @Test
  void variableThatWouldEndEarlyIsRefused() {
    assertThatThrownBy(() -> EnvironmentBlock.of(Map.of("A", "b\0C=d"), NONE))
        .isInstanceOf(IOException.class)
        .hasMessage("a variable has a zero character, with which it would end");
  }
}
