package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WindowsArgumentsTest {
  private static final String ALPHABET = "\"\\ \tab%";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "plain|plain",
        "two words|two words",
        "C:\\dir\\|C:\\dir\\",
        "say \"hi\"|say \\\"hi\\\"",
        "\"|\\\"",
        "a\\\"b|a\\\\\\\"b",
        "a\\\\\"|a\\\\\\\\\\\"",
        "ü|ü"
      })
  void quotesAreEscapedAndTheRestIsLeftToTheLibrary(String word, String given) {
    assertThat(WindowsArguments.forJava(List.of("x.exe", word))).containsExactly("x.exe", given);
  }

  @Test
  void nameOfTheProgramStaysAsItIs() {
    assertThat(WindowsArguments.forJava(List.of("a\"b"))).containsExactly("a\"b");
  }

  @Test
  void everyArgumentArrivesAsItWasGiven() {
    Random random = new Random(20261128);
    for (int round = 0; round < 20_000; round++) {
      List<String> words = new ArrayList<>(List.of("x.exe"));
      for (int i = random.nextInt(4); i > 0; i--) {
        words.add(word(random));
      }
      String line = javasLine(WindowsArguments.forJava(words));
      assertThat(WindowsLine.taken(line)).as(line).isEqualTo(words);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  /// The line that the Java library makes (JDK 25, in its usual mode): it puts an argument that is
  /// empty or has white space into quotes, unless it is in quotes already, and doubles the
  /// backslashes before the closing one.
  static String javasLine(List<String> words) {
    StringBuilder line = new StringBuilder(words.getFirst());
    for (String word : words.subList(1, words.size())) {
      boolean quoted = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"");
      boolean white = word.isEmpty() || word.chars().anyMatch(Character::isWhitespace);
      line.append(' ');
      if (white && !quoted) {
        int end = word.length();
        while (end > 0 && word.charAt(end - 1) == '\\') {
          end--;
        }
        line.append('"').append(word).append(word.substring(end)).append('"');
      } else {
        line.append(word);
      }
    }
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a&b", "%PATH%", "x\"y", "a|b", "1>2", "^", "wow!", "a\nb"})
  void whatCmdWouldTakeForItsOwnDoesNotReachABatchFile(String word) {
    assertThat(WindowsArguments.refusal("C:\\npm.CMD", List.of("-q", word)).orElseThrow())
        .contains("is a batch file", "name the program that it calls");
    assertThat(WindowsArguments.refusal("C:\\node.exe", List.of("-q", word))).isEmpty();
    assertThat(WindowsArguments.refusal("C:\\npm.cmd", List.of("-q", "a b"))).isEmpty();
  }
}
