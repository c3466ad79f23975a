package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandWordsTest {
  /// The examples of Microsoft's page on parsing C command-line arguments, each after a program.
  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      textBlock =
          """
          "a b c" d e => a b c|d|e
          "ab\\"c" "\\\\" d => ab"c|\\|d
          a\\\\\\b d"e f"g h => a\\\\\\b|de fg|h
          a\\\\\\"b c d => a\\"b|c|d
          a\\\\\\\\"b c" d e => a\\\\b c|d|e
          a"b"" c d => ab" c d
          """)
  void wordsAreThoseOfTheCLibrary(String line, String words) {
    List<String> all = CommandWords.of("x.exe " + line);
    assertThat(String.join("|", all.subList(1, all.size()))).isEqualTo(words);
  }

  @Test
  void programIsAPathWithoutRulesForBackslashes() {
    assertThat(CommandWords.of("\"C:\\Program Files\\x\\\" a"))
        .containsExactly("C:\\Program Files\\x\\", "a");
    assertThat(CommandWords.of("C:\\x\\y.exe\t\"\"  b ")).containsExactly("C:\\x\\y.exe", "", "b");
  }

  @Test
  void nothingHasNoWords() {
    assertThat(CommandWords.of("")).isEmpty();
    assertThat(CommandWords.of(" ")).isEmpty();
  }
}
