package dev.lifeguard.gui.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.processes.FilterParser.Parsed;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.job.JobModel;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The filter of the process table, on the rows of a pool in which much is going on: worker 1
/// hangs, 2 is suspended, 3 is at work with 2.61 GiB, 4 waits for a device and has started `sh` and
/// `gap`.
final class FilterParserTest {
  private static final List<ProcessRow> ROWS = rows();

  private static List<ProcessRow> rows() {
    JobModel model = new JobModel();
    Stories.hung().events().forEach(model::apply);
    return new ProcessesCamera().take(model, new Moment(model.lastNanos(), 0, "")).rows();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state=hung | worker 1",
        "STATE = Hung | worker 1",
        "state~spend | worker 2",
        "task=58 | worker 2",
        "task=#58 | worker 2",
        "task>58 | worker 3, worker 4",
        "task~2^100 | worker 3",
        "task=\"2^100-1\" | worker 3",
        "pid=23420 | worker 3",
        "pid~2343 | sh, gap",
        "pid<23419 | primes-demo, worker 1",
        "cpu>50 | worker 3",
        "cpu>=99% | worker 3",
        "rss>1GiB | worker 3",
        "mem > 1 GiB | worker 3",
        "rss > 0.5GiB state!=busy | worker 1, worker 4",
        "rss = 2.61GiB | worker 3",
        "rss < 21MB | sh",
        "committed<50MiB | sh",
        "state=hung or state=suspended | worker 1, worker 2",
        "state=hung or task>57 and rss>1GiB | worker 1, worker 3",
        "(state=hung or task>57) and rss>1GiB | worker 3",
        "not (state=hung or state=busy) pid>23418 | worker 2, worker 4, sh",
        "not not state=hung | worker 1",
        "gap | gap",
        "\"worker\" task=57 | worker 1",
        "23419 | worker 2",
        "state=hung and and | FAULT",
      })
  void keepsTheRowsThatAreMeant(String filter, String names) {
    assertThat(names(filter)).isEqualTo(names);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   "})
  void emptyFilterWantsEverything(String filter) {
    assertThat(names(filter)).startsWith("primes-demo, worker 1").endsWith("gap");
  }

  @Test
  void whatIsUnknownFulfilsNoComparison() {
    // The pool itself has no task, and worker rows without a reading have no memory.
    assertThat(names("task!=57")).isEqualTo("worker 2, worker 3, worker 4");
    assertThat(names("reserved>0B or reserved!=0B or reserved<1TiB")).isEqualTo(names("rss>0B"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stat=hung | 0 | 4 | no field “stat”; there are state, task",
        "cpu>5 and state=hang | 16 | 20 | no state “hang”; there are pool, paused",
        "state>hung | 5 | 6 | a state is no number",
        "state= | 6 | 6 | a value is missing after state=",
        "cpu=5=5 | 5 | 6 | a field is missing before =",
        "=hung | 0 | 1 | a field is missing before =",
        "(state=hung | 11 | 11 | closing bracket",
        "state=hung) | 10 | 11 | no bracket was opened",
        "() | 1 | 2 | between the brackets",
        "or state=hung | 0 | 2 | joins two conditions",
        "state=hung or | 13 | 13 | a condition is missing here",
        "not | 3 | 3 | a condition is missing here",
        "rss>1G | 4 | 6 | write 1GiB (times 1024) or 1GB (times 1000)",
        "rss>1 | 4 | 5 | is no size",
        "rss>1 XB | 4 | 5 | is no size",
        "rss~1GiB | 3 | 4 | looks for a part of a text",
        "cpu>fast | 4 | 8 | is no percentage",
        "pid=x | 4 | 5 | is no whole number",
        "task>x | 5 | 6 | compared by its number",
        "task=\"x | 5 | 7 | closing quotation mark",
      })
  void saysWhatIsWrongAndWhere(String filter, int from, int to, String sentence) {
    Parsed parsed = FilterParser.parse(filter);
    assertThat(parsed).isInstanceOf(Parsed.Faulty.class);
    FilterFault fault = ((Parsed.Faulty) parsed).fault();
    assertThat(fault.sentence()).contains(sentence);
    assertThat(List.of(fault.from(), fault.to())).containsExactly(from, to);
  }

  @Test
  void noDepthOverflowsTheStack() {
    assertThat(FilterParser.parse("(".repeat(100_000))).isInstanceOf(Parsed.Faulty.class);
    assertThat(FilterParser.parse("not ".repeat(100_000))).isInstanceOf(Parsed.Faulty.class);
    String deep = "(".repeat(50) + "cpu>1" + ")".repeat(50);
    assertThat(FilterParser.parse(deep)).isInstanceOf(Parsed.Good.class);
  }

  private static String names(String filter) {
    return switch (FilterParser.parse(filter)) {
      case Parsed.Good(RowFilter good) ->
          String.join(
              ", ", ROWS.stream().filter(good::test).map(row -> row.cells().name()).toList());
      case Parsed.Faulty _ -> "FAULT";
    };
  }
}
