package dev.lifeguard.probe.windows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramLineTest {
  private static final String ALPHABET = "\"\\ \tab%=";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "plain|plain",
        "two words|\"two words\"",
        "C:\\dir\\|C:\\dir\\",
        "C:\\two words\\|\"C:\\two words\\\\\"",
        "say \"hi\"|\"say \\\"hi\\\"\"",
        "a\\\"b|\"a\\\\\\\"b\"",
        "PROPERTY=1|PROPERTY=1",
        "/c|/c"
      })
  void onlyWhatNeedsQuotesHasThem(String word, String written) throws IOException {
    assertThat(ProgramLine.of(List.of("C:\\x.exe", word))).isEqualTo("\"C:\\x.exe\" " + written);
  }

  @Test
  void batchFileTakesMoreForBlanks() throws IOException {
    assertThat(ProgramLine.of(List.of("C:\\npm.CMD", "a=b", "a,b", "a;b", "ab")))
        .isEqualTo("\"C:\\npm.CMD\" \"a=b\" \"a,b\" \"a;b\" ab");
  }

  @Test
  void everyWordComesOutAsItWasGiven() throws IOException {
    Random random = new Random(20261128);
    for (int round = 0; round < 20_000; round++) {
      List<String> words = new ArrayList<>(List.of("C:\\my tools\\x.exe"));
      for (int i = random.nextInt(4); i > 0; i--) {
        words.add(word(random));
      }
      String line = ProgramLine.of(words);
      assertThat(CommandWords.of(line)).as(line).isEqualTo(words);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return word.toString();
  }

  @Test
  void lineThatWindowsWouldNotTakeIsRefusedWithTheRemedy() throws IOException {
    String program = "C:\\x.exe";
    String longest = "a".repeat(32_766 - program.length() - 3);
    assertThat(ProgramLine.of(List.of(program, longest))).hasSize(32_766);
    assertThatThrownBy(() -> ProgramLine.of(List.of(program, longest + "a")))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "its command line would have 32,767 characters, and Windows takes 32,766; hand the item"
                + " over through the standard input or a file");
  }

  @Test
  void whatCannotBeSaidIsRefused() {
    assertThatThrownBy(() -> ProgramLine.of(List.of("C:\\x.exe", "a\0b")))
        .isInstanceOf(IOException.class)
        .hasMessage("an argument has a zero character, with which it would end");
    assertThatThrownBy(() -> ProgramLine.of(List.of("C:\\x\".exe")))
        .isInstanceOf(IOException.class)
        .hasMessage("a file of Windows has no quote in its name");
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 14, 1450, 1455, 1816})
  void shortageIsNotTheProgramsFault(int error) {
    assertThat(StartError.of(error))
        .isInstanceOf(dev.lifeguard.probe.ShortageException.class)
        .hasMessage(
            "Windows has no room for one more process (error %d of Windows)".formatted(error));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|there is no such file (error 2 of Windows)",
        "5|Windows does not allow it (error 5 of Windows)",
        "193|it is no program for this Windows (error 193 of Windows)",
        "206|the command line is longer than the 32,767 characters that Windows takes (error 206 of"
            + " Windows)",
        "740|it wants to be run as administrator (error 740 of Windows)",
        "4711|it was refused (error 4711 of Windows)"
      })
  void everyOtherRefusalIsOneOfThisProgram(int error, String words) {
    assertThat(StartError.of(error))
        .isNotInstanceOf(dev.lifeguard.probe.ShortageException.class)
        .hasMessage(words);
  }
}
