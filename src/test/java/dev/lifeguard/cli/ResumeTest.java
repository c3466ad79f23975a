package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.ResumePlan;
import dev.lifeguard.gui.shell.Workbench;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.jobfile.JobFiles;
import dev.lifeguard.jobfile.Overrides;
import dev.lifeguard.jobfile.Surroundings;
import dev.lifeguard.journal.ResultsCopy;
import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A run goes on after it was interrupted, in the same directory, with what was recorded.
@NotOnWindows
@Timeout(120)
class ResumeTest {
  private static final int SIGINT = 2;

  /// Item 4 waits for a file.
  private static final String WORK =
      """
      import os, time

      def work(item):
          while item.startswith("wait") and not os.path.exists("go"):
              time.sleep(0.01)
          if item == "bad":
              raise ValueError("bad")
          return item.upper()
      """;

  @TempDir private Path directory;
  private Path items;
  private Path run;

  @BeforeEach
  void writeFiles() throws IOException {
    items = directory.resolve("items.txt");
    run = directory.resolve("run");
    Files.writeString(items, "a\nbad\nc\nwait\ne\nf\n");
    Files.writeString(directory.resolve("work.py"), WORK);
    Files.writeString(
        directory.resolve("job.yaml"),
        """
        worker: { python: "work.py:work", count: 1 }
        tasks: { lines: items.txt }
        stop: { grace: 100ms }
        """);
  }

  @Test
  void runsOnlyWhatHasNotEnded() throws Exception {
    interrupt();
    String before = Files.readString(run.resolve("results.jsonl"));
    assertThat(before.lines()).hasSize(3);
    Files.createFile(directory.resolve("go"));
    JobRun.Ending ending = goOn(false);
    JobModel model = ending.model();
    assertThat(model.count(TaskState.DONE)).isEqualTo(5);
    assertThat(model.attempts(1)).as("ended before").isEqualTo(1);
    assertThat(model.attempts(4)).as("was in a worker's hands").isEqualTo(2);
    assertThat(ending.end().exitCode()).as("one task had failed").isEqualTo(1);
    String after = Files.readString(run.resolve("results.jsonl"));
    assertThat(after).startsWith(before);
    assertThat(after.lines()).hasSize(6);
    assertThat(after).contains("\"task\":6,\"item\":\"f\"", "\"result\":\"F\"");
    assertThat(Files.readString(run.resolve("report.json"))).contains("\"total\":6,\"done\":5");
    assertThat(Recorded.model(run).count(TaskState.DONE)).as("one journal").isEqualTo(5);
  }

  @Test
  void isRefusedWhileAnotherSupervisorLives() throws Exception {
    JobRun first = begin();
    assertThatThrownBy(() -> prepare(false))
        .isInstanceOf(JobStarter.Refusal.class)
        .hasMessageContaining("in the hands of another supervisor");
    Files.createFile(directory.resolve("go"));
    end(first);
  }

  @Test
  void finishedRunIsLeftAlone() throws Exception {
    Files.createFile(directory.resolve("go"));
    end(begin());
    String journal = Files.readString(run.resolve("journal.jsonl"));
    assertThat(prepare(false))
        .isInstanceOfSatisfying(
            ResumeStarter.Prepared.Finished.class,
            finished -> assertThat(finished.end().exitCode()).isEqualTo(1));
    assertThat(run.resolve("journal.jsonl")).hasContent(journal);
    assertThat(run.resolve("report.json")).exists();
  }

  @Test
  void changedItemsAreRefusedWithTheDifference() throws Exception {
    interrupt();
    String journal = Files.readString(run.resolve("journal.jsonl"));
    Files.writeString(items, "a\nbad\nC\nwait\ne\nff\ng\n");
    assertThatThrownBy(() -> prepare(false))
        .hasMessageContaining("items.txt has changed since the run began (17 bytes with SHA-256 ")
        .hasMessageContaining("now 20 bytes")
        .hasMessageContaining("6 items were known, 7 are there: item 3 was c and is C")
        .hasMessageContaining("--accept-changes");
    assertThat(run.resolve("journal.jsonl")).as("untouched").hasContent(journal);
    Files.createFile(directory.resolve("go"));
    JobModel model = goOn(true).model();
    assertThat(model.taskCount()).isEqualTo(7);
    assertThat(Files.readString(run.resolve("results.jsonl")))
        .contains("\"result\":\"C\"", "\"result\":\"FF\"", "\"result\":\"G\"");
  }

  @Test
  void itemsThatAreGoneEndTheRun() throws Exception {
    interrupt();
    Files.writeString(items, "a\nbad\nc\nwait\n");
    Files.createFile(directory.resolve("go"));
    JobRun.Ending ending = goOn(true);
    assertThat(ending.end().exitCode()).isEqualTo(1);
    assertThat(ending.model().stopping()).contains("item 5 is not there any more");
    assertThat(ending.model().count(TaskState.NOT_RUN)).isPositive();
  }

  @Test
  void changedJobIsRefusedWithTheDifference() throws Exception {
    interrupt();
    Files.writeString(
        directory.resolve("job.yaml"),
        Files.readString(directory.resolve("job.yaml")) + "retry: { failed: 2 }\n");
    assertThatThrownBy(() -> prepare(false))
        .hasMessageContaining("job.yaml has changed since the run began")
        .hasMessageContaining("was: retry: { lost: 2, failed: 0,")
        .hasMessageContaining("is:  retry: { lost: 2, failed: 2,");
    Files.createFile(directory.resolve("go"));
    assertThat(goOn(true).model().count(TaskState.DONE)).isEqualTo(5);
  }

  @Test
  void windowTellsWhatGoingOnMeansAndGoesOn() throws Exception {
    interrupt();
    Workbench workbench = RealWorkbench.in(directory);
    assertThat(workbench.resumePlan(run))
        .isEqualTo(new ResumePlan.Possible(3, 3, List.of(), List.of()));
    Files.writeString(items, "a\nbad\nC\nwait\ne\nf\n");
    assertThat(workbench.resumePlan(run))
        .isInstanceOfSatisfying(
            ResumePlan.Possible.class,
            plan -> {
              assertThat(plan.changes()).hasSize(1);
              assertThat(plan.changes().getFirst().what())
                  .contains("items.txt has changed", "item 3 was c and is C")
                  .doesNotContain("--");
            });
    assertThat(workbench.resume(run, false)).isInstanceOf(OpenAnswer.Refused.class);
    Files.createFile(directory.resolve("go"));
    assertThat(workbench.resume(run, true))
        .isInstanceOfSatisfying(
            OpenAnswer.Opened.class, opened -> opened.job().source().subscribe(_ -> {}));
    await().until(() -> Recorded.model(run).end().isPresent());
    assertThat(Recorded.model(run).count(TaskState.DONE)).isEqualTo(5);
    await().until(() -> Files.exists(run.resolve("report.json")));
    await()
        .until(() ->
            workbench.resumePlan(run) instanceof ResumePlan.Refused(String sentence)
                && sentence.contains("nothing is left to be done"));
  }

  @Test
  void changedRecordedJobIsRefused() throws Exception {
    interrupt();
    Files.writeString(run.resolve("job.yaml"), "\n# mine\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> prepare(false))
        .hasMessageContaining("run/job.yaml has changed since the run began")
        .hasMessageContaining("with the job as it is now");
  }

  @Test
  void resultWithoutItsEndInTheJournalIsKept() throws Exception {
    interrupt();
    Path journal = run.resolve("journal.jsonl");
    List<String> lines = Files.readAllLines(journal);
    int end = indexOf(lines, "{\"type\":\"task-ended\"", "\"task\":3,");
    Files.writeString(
        journal, String.join("\n", lines.subList(0, end)) + "\n" + lines.get(end).substring(0, 9));
    Files.createFile(directory.resolve("go"));
    JobModel model = goOn(false).model();
    assertThat(model.attempts(3)).isEqualTo(1);
    assertThat(model.count(TaskState.DONE)).isEqualTo(5);
    assertThat(Files.readAllLines(run.resolve("results.jsonl"))).hasSize(6);
  }

  @Test
  void endWithoutAResultIsRunAgain() throws Exception {
    interrupt();
    Path results = run.resolve("results.jsonl");
    List<String> lines = Files.readAllLines(results);
    Files.writeString(results, lines.getFirst() + "\n" + lines.get(1).substring(0, 20));
    Files.createFile(directory.resolve("go"));
    JobModel model = goOn(false).model();
    assertThat(model.attempts(3)).isEqualTo(2);
    assertThat(model.attempts(2)).isEqualTo(2);
    assertThat(model.count(TaskState.FAILED)).isEqualTo(1);
    assertThat(Files.readAllLines(results)).hasSize(6);
    assertThat(Recorded.model(run).count(TaskState.DONE)).isEqualTo(5);
  }

  @Test
  void whatIsNoRunIsRefused() {
    assertThatThrownBy(() -> prepare(false)).hasMessageContaining("there is no such directory");
    run = directory;
    assertThatThrownBy(() -> prepare(false)).hasMessageContaining("did not begin; start it with");
    run = items;
    assertThatThrownBy(() -> prepare(false)).hasMessageContaining("is a file");
  }

  private static int indexOf(List<String> lines, String... parts) {
    for (int i = 0; i < lines.size(); i++) {
      if (List.of(parts).stream().allMatch(lines.get(i)::contains)) {
        return i;
      }
    }
    throw new AssertionError("no such line");
  }

  private JobRun begin() throws IOException, JobFileException, JobStarter.Refusal {
    var wishes = JobStarter.Wishes.of(Optional.of(run), List.of(), ResultsCopy::none);
    JobRun begun =
        new JobStarter(Map.of(), directory.resolve("home"), InputStream.nullInputStream())
            .prepare(
                JobFiles.load(
                    directory.resolve("job.yaml"), Overrides.NONE, Surroundings.of(directory, 1)),
                wishes);
    begun.start();
    return begun;
  }

  /// Stops the run while item 4 waits.
  private void interrupt() throws Exception {
    JobRun begun = begin();
    await()
        .until(() ->
            begun
                    .engine()
                    .look(model -> model.taskCount() > 3 ? model.attempts(4) : 0)
                    .toCompletableFuture()
                    .join()
                == 1);
    begun.engine().interrupt(SIGINT);
    end(begun);
  }

  private static JobRun.Ending end(JobRun started) {
    return started.finished().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private ResumeStarter.Prepared prepare(boolean acceptChanges) throws JobStarter.Refusal {
    return new ResumeStarter(Map.of()).prepare(run, acceptChanges, JobStarter.Wishes.none());
  }

  private JobRun.Ending goOn(boolean acceptChanges) throws JobStarter.Refusal {
    if (!(prepare(acceptChanges) instanceof ResumeStarter.Prepared.Ready(JobRun ready))) {
      throw new AssertionError("nothing is left to be done");
    }
    ready.start();
    return end(ready);
  }
}
