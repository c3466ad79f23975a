package dev.lifeguard.gui.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ShellWordsTest {
  @Test
  void whatIsQuotedIsReadAgain() {
    List<String> words =
        List.of("plain", "two words", "it's", "\"double\"", "$HOME", "a\\b", "", "tab\there", "é");
    String line = words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
    assertThat(ShellWords.split(line)).contains(words);
  }

  @Test
  void marksAndBackslashesAreUnderstoodAsByAShell() {
    assertThat(ShellWords.split("convert -size \"10 \\\"x\\\" 20\" a\\ b 'c\\d'ef {}"))
        .contains(List.of("convert", "-size", "10 \"x\" 20", "a b", "c\\def", "{}"));
    assertThat(ShellWords.split("  ")).contains(List.of());
  }

  @Test
  void whatIsNotClosedIsNoLine() {
    assertThat(ShellWords.split("echo 'a")).isEqualTo(Optional.empty());
    assertThat(ShellWords.split("echo \"a\\\"")).isEqualTo(Optional.empty());
    assertThat(ShellWords.split("echo \\")).isEqualTo(Optional.empty());
  }
}
