package dev.lifeguard.gui.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FilterCompletionTest {
  /// The caret stands at the bar.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'|'; state, task, pid, cpu, rss, committed, reserved, not",
        "'st|'; state",
        "'r|'; rss, reserved",
        "'state|'; state=, state!=",
        "'state |'; =, !=",
        "'state=|'; pool, paused, starting, idle, busy, stopping, hung, suspended,"
            + " uninterruptible, unkillable, ended, dead, sleeping, zombie, unknown",
        "'state=su|'; suspended",
        "'state!=h|'; hung",
        "'cpu>|'; ''",
        "'cpu>5 |'; and, or, not, state, task, pid, cpu, rss, committed, reserved",
        "'cpu>5 a|'; and",
        "'cpu>5 and |'; state, task, pid, cpu, rss, committed, reserved, not",
        "'(st|'; state",
        "'(cpu>5) o|'; or",
        "'task=\"st|'; ''",
        "'gap|'; ''",
        "'st|=hung'; state",
      })
  void offersWhatCouldComeNext(String text, String expected) {
    assertThat(String.join(", ", texts(text))).isEqualTo(expected);
  }

  @Test
  void takesThePlaceOfWhatIsTyped() {
    assertThat(FilterCompletion.at("cpu>5 st", 8))
        .containsExactly(new FilterCompletion(6, 8, "state"));
    assertThat(FilterCompletion.at("state=", 6).getFirst())
        .isEqualTo(new FilterCompletion(6, 6, "pool"));
  }

  @Test
  void everyCompletionOfAValueMakesAFilter() {
    for (FilterCompletion state : FilterCompletion.at("state=", 6)) {
      assertThat(FilterParser.parse("state=" + state.text()))
          .isInstanceOf(FilterParser.Parsed.Good.class);
    }
  }

  private static List<String> texts(String text) {
    int caret = text.indexOf('|');
    return FilterCompletion.at(text.replace("|", ""), caret).stream()
        .map(FilterCompletion::text)
        .toList();
  }
}
