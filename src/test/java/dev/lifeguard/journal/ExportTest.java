package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

final class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path out = Path.of("");
  private RunDirectory run = RunDirectory.of(Path.of(""));
  private final JobModel model = ModelText.fold(EventfulStory.resumed());

  @BeforeEach
  void record() {
    out = directory.resolve("out");
    run = done(RunDirectory.createAt(directory.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ZERO, why -> fail(why), ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(2), recording))) {
      writer.accept(EventfulStory.resumed());
    }
  }

  @Test
  void traceHasWhatATraceViewerRequires() throws IOException {
    done(Export.write(run, Export.Form.TRACE, out));
    JsonNode events = JSON.readTree(out.toFile()).get("traceEvents");
    Map<Integer, List<JsonNode>> slices = new HashMap<>();
    Set<Integer> named = new HashSet<>();
    int incidents = 0;
    int counters = 0;
    for (JsonNode event : events) {
      String phase = event.get("ph").asString();
      assertThat(event.get("name").isString()).as("%s", event).isTrue();
      assertThat(event.get("pid").asInt()).isEqualTo(1);
      assertThat(event.get("tid").isInt()).isTrue();
      if (!phase.equals("M")) {
        assertThat(event.get("ts").isNumber()).as("%s", event).isTrue();
        assertThat(event.get("ts").asDouble()).isNotNegative();
      }
      switch (phase) {
        case "X" -> {
          assertThat(event.get("dur").asDouble()).isNotNegative();
          assertThat(event.get("args").get("task").isInt()).isTrue();
          slices.computeIfAbsent(event.get("tid").asInt(), _ -> new ArrayList<>()).add(event);
        }
        case "i" -> {
          assertThat(event.get("s").asString()).isIn("t", "p", "g");
          incidents += event.get("name").asString().startsWith("incident") ? 1 : 0;
        }
        case "C" -> {
          counters++;
          assertThat(event.get("args")).isNotEmpty().allMatch(JsonNode::isNumber);
        }
        case "M" -> {
          if (event.get("name").asString().equals("thread_name")) {
            named.add(event.get("tid").asInt());
            assertThat(event.get("args").get("name").isString()).isTrue();
          }
        }
        default -> fail("an unknown phase: " + event);
      }
    }
    assertThat(incidents).isEqualTo(model.incidents().size());
    assertThat(counters).isPositive();
    assertThat(slices.values().stream().mapToInt(List::size).sum())
        .as("every attempt is a slice")
        .isEqualTo(model.attemptsStarted());
    assertThat(named).containsAll(slices.keySet());
    slices.values().forEach(ExportTest::doNotOverlap);
  }

  /// Slices of one track must lie in each other or one after the other.
  private static void doNotOverlap(List<JsonNode> slices) {
    slices.sort(Comparator.comparingDouble(slice -> slice.get("ts").asDouble()));
    double end = 0;
    for (JsonNode slice : slices) {
      assertThat(slice.get("ts").asDouble()).as("%s", slice).isGreaterThanOrEqualTo(end - 0.001);
      end = slice.get("ts").asDouble() + slice.get("dur").asDouble();
    }
  }

  @Test
  void tablesHaveARowForEverything() throws IOException {
    done(Export.write(run, Export.Form.CSV, out));
    assertThat(table("tasks"))
        .hasSize(model.taskCount())
        .allMatch(row -> row.split(",").length > 3);
    assertThat(table("attempts")).hasSize(model.attemptsStarted());
    assertThat(table("workers")).hasSize(model.workerCount());
    assertThat(table("incidents")).hasSize(model.incidents().size());
    long readings =
        EventfulStory.resumed().stream()
            .mapToLong(e -> e instanceof PoolEvent.Sampled s ? s.readings().size() : 0)
            .sum();
    assertThat(table("samples")).hasSize((int) readings).isNotEmpty();
    assertThat(table("incidents").getFirst())
        .contains("signal,9,", "\"" + model.incident(1).sentence() + "\"");
    assertThat(table("tasks").getFirst()).contains("\"\"\"doc-1.txt\"\"\"");
  }

  private List<String> table(String name) throws IOException {
    List<String> rows = List.of(Files.readString(out.resolve(name + ".csv")).split("\r\n"));
    assertThat(rows.getFirst()).contains(",");
    return rows.subList(1, rows.size());
  }

  @Test
  void documentHasEverything() throws IOException {
    done(Export.write(run, Export.Form.JSON, out));
    JsonNode all = JSON.readTree(out.toFile());
    assertThat(all.get("format").asInt()).isEqualTo(1);
    assertThat(all.get("tasks")).hasSize(model.taskCount());
    assertThat(all.get("attempts")).hasSize(model.attemptsStarted());
    assertThat(all.get("workers")).hasSize(model.workerCount());
    assertThat(all.get("samples")).isNotEmpty();
    assertThat(all.get("report").get("incidents")).hasSize(model.incidents().size());
    assertThat(directory).as("nothing is left beside it").isDirectoryNotContaining("glob:**.new");
    assertThat(directory).isDirectoryNotContaining("glob:**.samples");
  }

  @Test
  void reportIsThatOfTheRun() throws IOException {
    out = directory.resolve("out.md");
    done(Export.write(run, Export.Form.REPORT, out));
    assertThat(out).hasContent(JobReport.markdown(model));
  }

  @Test
  void recordingWithoutAnEndIsExportedAndSaysSo() throws IOException {
    String journal = Files.readString(run.journal());
    Files.writeString(run.journal(), journal.substring(0, journal.indexOf("\"worker-died\"")));
    List<String> remarks = done(Export.write(run, Export.Form.TRACE, out));
    assertThat(remarks).anyMatch(remark -> remark.contains("has no end"));
    assertThat(JSON.readTree(out.toFile()).get("traceEvents"))
        .anyMatch(e -> e.has("args") && "open".equals(e.get("args").path("outcome").asString("")));
  }

  @Test
  void whatCannotBeWrittenIsToldAndLeavesNothing() {
    Path nowhere = directory.resolve("absent").resolve("out.json");
    for (Export.Form form : List.of(Export.Form.JSON, Export.Form.TRACE, Export.Form.REPORT)) {
      assertThat(Export.write(run, form, nowhere)).isInstanceOf(Tried.Refused.class);
    }
    assertThat(directory).isDirectoryNotContaining("glob:**absent");
  }
}
