package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobReportTest {
  @TempDir Path scratch;

  private final JobModel model = ModelText.fold(Story.events());

  @Test
  void reportForProgramsHasTheDocumentedShape() throws IOException {
    assertThat(lineByLine(new String(JobReport.json(model), UTF_8)))
        .isEqualTo(ModelText.expected("report.json.txt"));
  }

  @Test
  void reportCountsTheNewestOfRepeatedTasksAndTellsHangsFromDeaths() {
    JobModel eventful = ModelText.fold(EventfulStory.events());

    assertThat(new String(JobReport.json(eventful), UTF_8))
        .contains(
            "\"tasks\":{\"total\":12,\"done\":6,\"failed\":1,\"timedOut\":1,\"quarantined\":1,"
                + "\"cancelled\":1,\"notRun\":2}",
            "\"workers\":{\"started\":10,\"died\":5,\"recycled\":2}",
            "\"cause\":{\"kind\":\"hang\",\"signal\":null,\"exitCode\":null,"
                + "\"reason\":\"waits for a lock, without a deadline\",\"certainty\":\"likely\"}",
            "{\"step\":\"hung\",\"ms\":0}",
            "{\"step\":\"moved-again\",\"ms\":84003.0005}");
    assertThat(JobReport.markdown(eventful))
        .contains(
            "1 interrupted at the soft time limit; 10 workers, 5 of them died, 2 recycled. Of 2"
                + " tasks that a user ran once more, the newest counts.",
            "then went on; task 8 is done. That it hung is likely.");
  }

  /// One value a line, so that a difference can be seen.
  private static String lineByLine(String json) {
    return json.replace("{", "{\n").replace("},", "},\n").replace(",\"", ",\n\"");
  }

  @Test
  void reportForPeopleIsMarkdown() throws IOException {
    assertThat(JobReport.markdown(model)).isEqualTo(ModelText.expected("report.md"));
  }

  @Test
  void reportForPeopleIsOneHtmlFileInWhichNothingIsMarkup() {
    JobModel hostile = new JobModel();
    hostile.apply(Story.events().getFirst());
    hostile.apply(new PoolEvent.PoolGaveUp(1, "<script>alert(1)</script>", List.of()));

    assertThat(JobReport.html(model))
        .startsWith("<!doctype html>")
        .contains("<h1>Report of the job docbuild</h1>", "<h3>Incident 1</h3>", "oom_kill rose")
        .endsWith("</html>\n");
    assertThat(JobReport.html(hostile) + JobReport.markdown(hostile)).doesNotContain("<script>");
  }

  @Test
  void jobThatHasNotEndedHasNulls() {
    assertThat(new String(JobReport.json(new JobModel()), UTF_8))
        .startsWith(
            "{\"format\":1,\"job\":null,\"state\":null,\"started\":null,\"ended\":null,"
                + "\"exitCode\":null,");
  }

  @Test
  void brokenRecordingIsSaid() {
    model.apply(new PoolEvent.RecordingFailed(1, "The recording stopped: the disk is full"));

    assertThat(new String(JobReport.json(model), UTF_8))
        .contains("\"recordingFault\":\"The recording stopped: the disk is full\"");
    assertThat(JobReport.markdown(model)).contains("The recording stopped: the disk is full");
  }

  @Test
  void nameOfTheFileDecidesAndNothingElseIsLeft() throws IOException {
    for (String name : new String[] {"report.json", "r.md", "r.HTML"}) {
      assertThat(Tries.done(JobReport.write(model, scratch.resolve(name)))).hasFileName(name);
    }

    assertThat(scratch.resolve("report.json")).hasBinaryContent(JobReport.json(model));
    assertThat(scratch.resolve("r.md")).hasContent(JobReport.markdown(model));
    assertThat(scratch.resolve("r.HTML")).hasContent(JobReport.html(model));
    try (Stream<Path> files = Files.list(scratch)) {
      assertThat(files).hasSize(3);
    }
  }

  @Test
  void reportThatCannotBeWrittenIsNamed() {
    assertThat(Tries.refused(JobReport.write(model, scratch.resolve("no/where.md"))))
        .isEqualTo(
            "The report cannot be written to "
                + scratch.resolve("no/where.md")
                + ": it does not exist; name another file with --report");
  }
}
