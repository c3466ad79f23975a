package dev.lifeguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A test that uses what only Linux has says so, so that it is skipped with that word elsewhere and
/// does not fail for a silly reason.
final class TestsOfLinuxTest {
  private static final Path TESTS = Path.of("src", "test", "java", "dev", "lifeguard");

  private static final Pattern OF_LINUX =
      Pattern.compile(
          "Program\\.start\\w*\\(|new LivePort\\(|new"
              + " WatchedPool\\(|ProcessBuilder\\(\"(sh|python3)\"|\"/bin/sh\"|\"sh\", \"-c\""
              + "|createSymbolicLink\\(|setPosixFilePermissions\\(|os\\.mkfifo|Path\\.of\\(\"/proc");
  private static final Pattern SAYS_SO =
      Pattern.compile("@NotOnWindows|@EnabledOnOs|@DisabledOnOs|OnRealWindows");

  @Test
  void testsThatUseWhatOnlyLinuxHasSaySo() throws IOException {
    try (Stream<Path> all = Files.walk(TESTS)) {
      List<Path> using =
          all.filter(file -> file.toString().endsWith("Test.java"))
              .filter(file -> OF_LINUX.matcher(text(file)).find())
              .toList();
      assertThat(using).as("the words above find them").hasSizeGreaterThan(40);
      assertThat(using).filteredOn(file -> !SAYS_SO.matcher(text(file)).find()).isEmpty();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
