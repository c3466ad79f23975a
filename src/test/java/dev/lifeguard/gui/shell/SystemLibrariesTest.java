package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class SystemLibrariesTest {
  @Test
  void missingLibraryIsToldWithItsPackage() {
    assertThat(SystemLibraries.missing(Map.of("libnothing.so.9", "libnothing9")))
        .contains(
            new Toolkit.Outcome.LibraryMissing(
                "libnothing.so.9",
                "libnothing9",
                "the window needs libnothing.so.9, which is missing: install the package"
                    + " libnothing9"));
  }

  @Test
  void libraryThatIsThereIsNoObstacle() {
    assertThat(SystemLibraries.missing(Map.of("libc.so.6", "libc6"))).isEmpty();
  }
}
