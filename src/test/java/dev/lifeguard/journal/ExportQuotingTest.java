package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Items and errors may hold whatever they like: every export gives the same texts back to who
/// reads it by the book.
final class ExportQuotingTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TASKS = 300;
  private static final String[] ODD = {
    "\"",
    "\"\"",
    ",",
    "\n",
    "\r\n",
    "\r",
    ";",
    "\t",
    "'",
    "\\",
    "</script>",
    "<b onclick=\"x()\">",
    "&amp;",
    "&",
    "|",
    "`",
    "```",
    "*",
    "_",
    "[x](y)",
    "#",
    "=1+1",
    "@",
    "é",
    "🛟",
    "\u2028",
    "\u0007",
    " ",
    "{}",
    "%s"
  };

  @TempDir private Path directory;
  private RunDirectory run = RunDirectory.of(Path.of(""));
  private final List<String> items = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final String name = odd(new Random(3));

  @BeforeEach
  void record() {
    run = done(RunDirectory.createAt(directory.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ofHours(1), why -> fail(why), ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(2), recording))) {
      writer.accept(events());
    }
  }

  private static String odd(Random random) {
    StringBuilder text = new StringBuilder();
    for (int parts = random.nextInt(6); parts >= 0; parts--) {
      text.append(random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : "word");
    }
    return text.toString();
  }

  private List<PoolEvent> events() {
    Random random = new Random(7);
    List<PoolEvent> events = new ArrayList<>();
    PoolEvent.JobStarted begun = (PoolEvent.JobStarted) Story.events().getFirst();
    JobDescription job = begun.job();
    events.add(
        new PoolEvent.JobStarted(
            0,
            new JobDescription(
                name,
                odd(random),
                job.startedAt(),
                job.supervisor(),
                job.form(),
                1,
                1,
                job.memoryLimitBytes(),
                job.memoryMeans(),
                job.runDirectory(),
                job.system())));
    events.add(new PoolEvent.TasksQueued(1, 1, TASKS));
    events.add(new PoolEvent.WorkerStarting(2, 1, OptionalInt.empty()));
    events.add(new PoolEvent.WorkerReady(3, 1, odd(random), 1));
    for (int task = 1; task <= TASKS; task++) {
      String item = odd(random);
      String error = odd(random);
      items.add(item);
      errors.add(error);
      events.add(new PoolEvent.TaskStarted(10L * task, task, 1, 1, item));
      events.add(
          new PoolEvent.TaskEnded(
              10L * task + 5,
              task,
              TaskOutcome.FAILED,
              1,
              OptionalInt.of(1),
              new TaskAnswer.Failure("E" + error, error, Payload.EMPTY, false)));
    }
    events.add(new PoolEvent.JobEnded(10L * TASKS + 9, JobEnd.FINISHED, 1));
    return events;
  }

  @Test
  void tablesGiveEveryTextBack() throws IOException {
    Path out = directory.resolve("csv");
    done(Export.write(run, Export.Form.CSV, out));
    List<List<String>> tasks = rows(Files.readString(out.resolve("tasks.csv")));
    assertThat(tasks).hasSize(TASKS + 1).allMatch(row -> row.size() == tasks.getFirst().size());
    int item = tasks.getFirst().indexOf("item");
    int message = tasks.getFirst().indexOf("errorMessage");
    for (int task = 1; task <= TASKS; task++) {
      assertThat(tasks.get(task).get(item)).isEqualTo(items.get(task - 1));
      assertThat(tasks.get(task).get(message)).isEqualTo(errors.get(task - 1));
    }
    List<List<String>> attempts = rows(Files.readString(out.resolve("attempts.csv")));
    assertThat(attempts).hasSize(TASKS + 1);
    assertThat(attempts.getLast().getLast()).isEqualTo(items.getLast());
  }

  /// RFC 4180, to the letter: a quotation mark only in quotation marks and doubled, lines end with
  /// CR LF, and nothing stands behind a closing mark.
  private static List<List<String>> rows(String text) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      StringBuilder field = new StringBuilder();
      if (text.charAt(at) == '"') {
        at++;
        while (text.charAt(at) != '"' || text.startsWith("\"\"", at)) {
          field.append(text.charAt(at));
          at += text.charAt(at) == '"' ? 2 : 1;
        }
        at++;
      } else {
        while (text.charAt(at) != ',' && text.charAt(at) != '\r') {
          assertThat(text.charAt(at)).isNotIn('"', '\n');
          field.append(text.charAt(at++));
        }
      }
      row.add(field.toString());
      if (text.startsWith("\r\n", at)) {
        rows.add(row);
        row = new ArrayList<>();
        at += 2;
      } else {
        assertThat(text.charAt(at++)).isEqualTo(',');
      }
    }
    return rows;
  }

  @Test
  void documentGivesEveryTextBack() throws IOException {
    Path out = directory.resolve("out.json");
    done(Export.write(run, Export.Form.JSON, out));
    JsonNode tasks = JSON.readTree(out.toFile()).get("tasks");
    for (int task = 1; task <= TASKS; task++) {
      JsonNode told = tasks.get(task - 1);
      assertThat(told.get("item").asString()).isEqualTo(items.get(task - 1));
      assertThat(told.get("error").get("message").asString()).isEqualTo(errors.get(task - 1));
    }
  }

  @Test
  void traceGivesEveryTextBack() throws IOException {
    Path out = directory.resolve("trace.json");
    done(Export.write(run, Export.Form.TRACE, out));
    List<String> told = new ArrayList<>();
    for (JsonNode event : JSON.readTree(out.toFile()).get("traceEvents")) {
      if (event.get("ph").asString().equals("X")) {
        told.add(event.get("args").get("item").asString());
      }
    }
    assertThat(told).isEqualTo(items);
  }

  @Test
  void pageHasNoMarkupOfItsReadersOwn() throws IOException {
    Path out = directory.resolve("out.html");
    done(Export.write(run, Export.Form.REPORT, out));
    String page = Files.readString(out, UTF_8);
    assertThat(page).doesNotContain("<b onclick", "</script>");
    // Whatever is no tag of the page's own is text.
    String text =
        page.substring(page.indexOf("<body>"))
            .replaceAll("</?(?:body|html|h[1-6]|p|table|tr|td|th|pre)>", "");
    assertThat(text).doesNotContain("<", ">");
    assertThat(text.replaceAll("&(?:amp|lt|gt);", "")).doesNotContain("&");
    assertThat(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")).contains(name);
  }
}
