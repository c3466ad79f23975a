package dev.lifeguard.jobfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a pattern begins on Windows, with its drives and backslashes.
final class GlobOnWindowsTest {
  @ParameterizedTest
  @CsvSource({
    "docs/*.md,        C:\\jobs\\a b, C:/jobs/a b/docs/*.md",
    "*.md,             C:\\jobs {1}, C:/jobs \\{1\\}/*.md",
    "D:/data/**/*.csv, C:\\jobs,     D:/data/**/*.csv",
  })
  void patternIsFromTheRootOfADrive(String text, String base, String absolute) {
    assertThat(GlobPattern.absolute(text, base, '\\')).isEqualTo(absolute);
    assertThat(GlobPattern.drive(GlobPattern.parse(absolute).alternatives().getFirst(), '\\'))
        .isEqualTo(absolute.substring(0, 2));
  }

  @Test
  void elsewhereADriveIsAName() {
    assertThat(GlobPattern.absolute("D:/x", "/home", '/')).isEqualTo("/home/D:/x");
    assertThat(GlobPattern.drive(GlobPattern.parse("/D:/x").alternatives().getFirst(), '/'))
        .isEmpty();
  }

  @Test
  void whatCannotBeAPatternThereIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> GlobPattern.absolute("D:\\data\\*.csv", "C:\\jobs", '\\'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("write / between the names, as in D:/data/*.csv");
    assertThatThrownBy(() -> GlobPattern.absolute("*.csv", "\\\\host\\share", '\\'))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is on another machine; give its directory a drive's letter");
  }
}
