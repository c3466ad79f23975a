package dev.lifeguard.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WindowsCodeTest {
  @ParameterizedTest
  @CsvSource({
    "0xC0000005, access violation, CERTAIN",
    "0xC00000FD, stack overflow, CERTAIN",
    "0xC0000409, fast fail, CERTAIN",
    "0xC0000017, no memory, CERTAIN",
    "0xC000012D, commitment limit, CERTAIN",
    "0xC000013A, Ctrl-C, CERTAIN",
    "0xC0000135, a DLL that it needs was not found, CERTAIN",
    "0xC0000142, a DLL that it needs failed to start, CERTAIN",
    "9009, no such command, LIKELY",
    "3, abort(), LIKELY",
    "65536, Process.terminate(), LIKELY",
    "101, virtual environment, LIKELY",
    "109, virtual environment, LIKELY",
    "1, terminated from outside, LIKELY",
    "0, job object was closed, LIKELY"
  })
  void codeIsSaidInWordsWithItsCertainty(String code, String words, Certainty certainty) {
    WindowsCode.Meaning meaning = WindowsCode.meaning(Long.decode(code).intValue()).orElseThrow();

    assertThat(meaning.words()).contains(words);
    assertThat(meaning.certainty()).isEqualTo(certainty);
  }

  @ParameterizedTest
  @CsvSource({"2", "7", "100", "110", "255", "1000"})
  void otherCodesAreNumbersAndNoMore(int code) {
    assertThat(WindowsCode.meaning(code)).isEmpty();
    assertThat(WindowsCode.isCrash(code)).isFalse();
    assertThat(WindowsCode.text(code)).isEqualTo(Integer.toString(code));
  }

  @Test
  void codeOfTheJavaLibraryReadsAsPeopleLookItUp() {
    assertThat(WindowsCode.text(-1073741819)).isEqualTo("0xC0000005");
    assertThat(WindowsCode.isCrash(-1073741819)).isTrue();
    assertThat(WindowsCode.isCrash(0xDEADBEEF)).as("unknown, and a crash").isTrue();
  }

  @Test
  void endByOurOwnHandIsNobodyElsesCode() {
    int killed = WindowsCode.ENDED_BY_LIFEGUARD;

    assertThat(WindowsCode.isOurs(killed)).isTrue();
    assertThat(WindowsCode.isCrash(killed)).isFalse();
    assertThat(WindowsCode.meaning(killed).orElseThrow().words()).contains("Lifeguard");
    assertThat(WindowsCode.isOurs(1)).isFalse();
    assertThat(WindowsCode.isOurs(0xC0000005)).isFalse();
  }
}
