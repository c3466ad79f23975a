package dev.lifeguard.gui.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MemoryReading;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The window's words for what happens on Windows.
final class WindowsWordsTest {
  @ParameterizedTest
  @CsvSource({"-1073741819, 0xC0000005", "-1, 0xFFFFFFFF", "1, exit 1", "65536, exit 65536"})
  void crashIsBrieflyItsCode(int code, String words) {
    assertThat(CauseWords.brief(exit(code))).isEqualTo(words);
  }

  private static DeathCause exit(int code) {
    return new DeathCause(
        CauseKind.EXIT, OptionalInt.empty(), OptionalInt.of(code), "", Certainty.CERTAIN);
  }

  @ParameterizedTest
  @EnumSource(
      value = HostSystem.class,
      names = {"LINUX", "WINDOWS"})
  void amountsAreExplainedByWhereTheyWereMeasured(HostSystem system) {
    OptionalLong some = OptionalLong.of(1 << 20);
    String text =
        MemoryWords.explain(
            new MemoryLevel(
                new MemoryReading(some, some, some, some), OptionalLong.empty(), 1, system));
    if (system == HostSystem.WINDOWS) {
      assertThat(text)
          .contains("charged against the commit limit", "which is free", "working set")
          .doesNotContain("kernel", "Vm");
    } else {
      assertThat(text).contains("promised by the kernel", "VmRSS");
    }
  }
}
