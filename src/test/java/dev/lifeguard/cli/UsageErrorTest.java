package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.ParameterException;

/// What is said of a command line that cannot be read.
final class UsageErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "open x --theme blue ~ --theme: 'blue' is unknown; write light or dark;"
            + " see lifeguard open --help",
        "open x --tab queue,log ~ --tab: 'log' is unknown; write incident, memory, threads,"
            + " output, process, timeline, queue, memory-over-time or events;"
            + " see lifeguard open --help",
        "run a.yaml --color red ~ --color: 'red' is unknown; write auto, always or never;"
            + " see lifeguard run --help",
        "run a.yaml --metrics x ~ --metrics: 'x' is no whole number; write one, as in 3;"
            + " see lifeguard run --help",
        "launch --rescue=never true ~ --rescue: 'never' is unknown; write raise or retry;"
            + " see lifeguard launch --help",
        "runs --keep 99999999999 ~ --keep: '99999999999' is too large; write at most 2147483647;"
            + " see lifeguard runs --help",
        "watch x ~ PID: 'x' is no whole number; write one, as in 3; see lifeguard watch --help",
        "inspekt ~ there is no command 'inspekt'; did you mean inspect?",
        "runs --kep=3 ~ --kep=3 is no option of lifeguard runs; did you mean --keep?",
        "doctor now ~ 'now' is a word too many; see lifeguard doctor --help",
        "export ~ Missing required parameter: 'RUN_DIR|FILE'; see lifeguard export --help"
      })
  void thingAndRemedyAreNamed(String words, String sentence) {
    ParameterException wrong =
        catchThrowableOfType(
            ParameterException.class, () -> Main.commands().parseArgs(words.split(" ")));
    assertThat(UsageError.sentence(wrong)).isEqualTo(sentence);
  }
}
