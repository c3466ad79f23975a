package dev.lifeguard.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the text format of Prometheus as strictly as its own parser and `promtool check metrics`
/// do: each metric has its help, its type and then its values without another one between them; no
/// series comes twice; names end in `_total` if and only if they are counters.
public final class PrometheusText {
  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern HELP = Pattern.compile("# HELP (" + NAME + ") (.+)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (" + NAME + ") (counter|gauge)");
  private static final Pattern VALUE =
      Pattern.compile(
          "(" + NAME + ")(\\{" + LABEL + "(?:," + LABEL + ")*\\})? (-?[0-9.]+(?:[eE][-+]?\\d+)?)");

  private final Map<String, Double> series = new TreeMap<>();
  private final Set<String> metrics = new TreeSet<>();
  private Optional<String> helped = Optional.empty();
  private Optional<String> typed = Optional.empty();

  private PrometheusText() {}

  /// The values of a page by their series, `name{label="value"}`; fails the test at anything that
  /// Prometheus would refuse.
  public static Map<String, Double> parse(String page) {
    assertThat(page).endsWith("\n").doesNotContain("\r");
    PrometheusText text = new PrometheusText();
    page.lines().forEach(text::line);
    assertThat(text.series).isNotEmpty();
    return text.series;
  }

  private void line(String line) {
    Matcher help = HELP.matcher(line);
    Matcher type = TYPE.matcher(line);
    Matcher value = VALUE.matcher(line);
    if (help.matches()) {
      assertThat(metrics.add(help.group(1))).as("two metrics of one name: %s", line).isTrue();
      helped = Optional.of(help.group(1));
    } else if (type.matches()) {
      assertThat(helped).as(line).contains(type.group(1));
      assertThat(type.group(1).endsWith("_total"))
          .as("a name ends in _total if it is a counter's: %s", line)
          .isEqualTo(type.group(2).equals("counter"));
      typed = Optional.of(type.group(1));
    } else {
      assertThat(value.matches()).as("no line of the format: %s", line).isTrue();
      assertThat(typed).as("stands below its own head: %s", line).contains(value.group(1));
      String name = value.group(1) + Optional.ofNullable(value.group(2)).orElse("");
      assertThat(series.put(name, Double.valueOf(value.group(3)))).as("twice: %s", line).isNull();
    }
  }
}
