package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.RunState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StatLineTest {
  private static final String TAIL =
      " S 26269 26268 4824 0 -1 4194304 125 9 3 1 11 22 5 6 20 0 7 0 221380 2654208 358"
          + " 18446744073709551615 9 9 9 0 0 0 0 6 65536 1 0 0 17 0 0 0 0 0 0 9 9 9 9 9 9 9 0\n";

  @Test
  void everyFieldComesFromItsPlace() {
    assertThat(StatLine.parse("26321 (dash)" + TAIL))
        .contains(new StatLine("dash", RunState.SLEEPING, 26269, 128, 33, 7, 221380));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "x) R 1 (y",
        ")",
        "((sd-pam))",
        "new\nline",
        ") S 1 2 3",
        "Web Content"
      })
  void nameMayHoldAnything(String name) {
    StatLine line = StatLine.parse("7 (" + name + ")" + TAIL).orElseThrow();
    assertThat(line.name()).isEqualTo(name);
    assertThat(line.parentPid()).isEqualTo(26269);
  }

  @ParameterizedTest
  @CsvSource({
    "R,RUNNING",
    "S,SLEEPING",
    "I,SLEEPING",
    "D,UNINTERRUPTIBLE",
    "T,STOPPED",
    "t,STOPPED",
    "Z,ZOMBIE",
    "X,ZOMBIE",
    "P,UNKNOWN"
  })
  void stateIsTheKernelsLetter(String letter, RunState state) {
    String text = "7 (a)" + TAIL.replaceFirst("S", letter);
    assertThat(StatLine.parse(text).orElseThrow().state()).isEqualTo(state);
  }

  @Test
  void kernelThreadHasALineLikeOthers() {
    String text =
        "2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 3 0 0 18446744073709551615"
            + " 0 0 0 0 0 0 0 2147483647 0 0 0 0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";
    assertThat(StatLine.parse(text))
        .contains(new StatLine("kthreadd", RunState.SLEEPING, 0, 0, 1, 1, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "7 (a)",
        "7 (a) ",
        "7 (a) S",
        "7 (a) S 1 2 3",
        "7 (a) S x 2 3 4 5 6 7 8 9 1 2 3 4 5 6 7 8 9 1 2 3",
        "7 (a) S 1 2 3 0 -1 4 125 9 3 1 11 22 5 6 20 0 7 0 22",
      })
  void tornLineIsNoLine(String text) {
    assertThat(StatLine.parse(text)).isEmpty();
  }
}
