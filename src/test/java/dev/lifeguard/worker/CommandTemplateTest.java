package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The command line that an item becomes.
final class CommandTemplateTest {
  private static String render(String argument, String item) {
    var command = new WorkerSettings.Program.Command(List.of("p", argument), false);
    return switch (new CommandTemplate(command).render(Payload.of(item))) {
      case CommandTemplate.Rendered.Refused(String reason) -> reason;
      case CommandTemplate.Rendered.Arguments(List<byte[]> utf8) ->
          new String(utf8.getLast(), StandardCharsets.UTF_8);
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|\"a b\"|a b",
        "{}| \"a\\\"\\\\\\/\\u00e4\\ud83d\\ude00\" |a\"\\/ä😀",
        "x{}y{}|1|x1y1",
        "{}| [ 1 , {\"a b\" : \"c } d\" } ] |[1,{\"a b\":\"c } d\"}]",
        "{a}-{b}|{\"a\":\"x\",\"b\":[1, 2]}|x-[1,2]",
        "{a}|{\"c\":{\"a\":1}, \"a\" : null}|null",
        "{}{a}|{\"a\": 1}|{\"a\":1}1",
        "{print $1} {}|1|{print $1} 1",
        "{{}}|1|{1}",
        "{é.x-y_1}|{\"é.x-y_1\":2}|2",
        "plain|7|7",
      })
  void placesAreFilled(String argument, String item, String rendered) {
    assertThat(render(argument, item)).isEqualTo(rendered);
  }
}
