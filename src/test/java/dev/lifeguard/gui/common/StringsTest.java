package dev.lifeguard.gui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StringsTest {
  private static final Pattern IN_CODE = Pattern.compile("Text\\.of\\(\\s*\"([^\"]+)\"");
  private static final Pattern COMPUTED = Pattern.compile("Text\\.of\\(\\s*[^\"\\s]");
  private static final Pattern IN_FXML = Pattern.compile("\"%([^\"]+)\"");
  private static final Path SOURCES = Path.of("src", "main");

  @Test
  void everyTextThatIsUsedIsThereAndEveryTextThatIsThereIsUsed() throws IOException {
    Set<String> used = new TreeSet<>();
    used.addAll(found(".java", IN_CODE));
    used.addAll(found(".fxml", IN_FXML));
    assertThat(used).hasSizeGreaterThan(100);
    assertThat(new TreeSet<>(Text.bundle().keySet())).isEqualTo(used);
  }

  @Test
  void noKeyIsComputedSoThatEachCanBeFound() throws IOException {
    assertThat(found(".java", COMPUTED)).isEmpty();
  }

  @Test
  void argumentsAreFilledIn() {
    assertThat(Text.of("incident.position", 3, 7)).isEqualTo("3 of 7");
  }

  private static Set<String> found(String suffix, Pattern pattern) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file :
          files.filter(f -> isOfTheWindow(f) && f.toString().endsWith(suffix)).toList()) {
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
          found.add(matcher.groupCount() > 0 ? matcher.group(1) : file + ": " + matcher.group());
        }
      }
    }
    return found;
  }

  private static boolean isOfTheWindow(Path file) {
    return file.toString().contains("gui");
  }
}
