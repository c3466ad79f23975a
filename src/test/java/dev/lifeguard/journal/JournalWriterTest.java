package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.testing.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.testing.NotOnWindows;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@NotOnWindows
final class JournalWriterTest {
  @TempDir Path scratch;

  private final List<String> failures = new CopyOnWriteArrayList<>();
  private Optional<Path> link = Optional.empty();

  @Test
  void resultsHaveOneLineForEveryEndedTask() throws IOException {
    RunDirectory run = record(Story.events(), ResultsCopy.none());

    assertThat(Files.readString(run.results())).isEqualTo(ModelText.expected("results.jsonl"));
    assertThat(failures).isEmpty();
  }

  @Test
  void repeatedTaskNamesTheOneThatItRepeatsAndKeepsItsItem() throws IOException {
    RunDirectory run = record(EventfulStory.events(), ResultsCopy.none());

    assertThat(Files.readString(run.results()))
        .contains("{\"task\":14,\"item\":\"doc-14.txt\",\"retryOf\":13,\"outcome\":\"done\",");
  }

  @Test
  void errorOfTheMemoryLimitSaysSo() throws IOException {
    RunDirectory run = record(EventfulStory.events(), ResultsCopy.none());

    assertThat(Files.readString(run.results()))
        .contains(
            "\"error\":{\"type\":\"MemoryError\",\"message\":\"\",\"traceback\":\"…\","
                + "\"limit\":true}}\n");
  }

  @Test
  void journalHoldsTheHeaderAndEveryEvent() throws IOException {
    RunDirectory run = record(Story.events(), ResultsCopy.none());

    try (JournalReader reader = done(JournalReader.open(run.journal()))) {
      assertThat(reader.header()).isEqualTo(Story.header());
      List<PoolEvent> read = reader.read(10_000);
      assertThat(ModelText.of(ModelText.fold(read)))
          .isEqualTo(ModelText.of(ModelText.fold(Story.events())));
    }
  }

  @Test
  void outputGoesToAFilePerWorker() throws IOException {
    RunDirectory run = fresh();
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      print(writer, 1, "one\ntw");
      print(writer, 2, "other\n");
      print(writer, 1, "o");
      writer.outputEnded(1);
      assertThat(writer.lastLines(1)).containsExactly("one", "two");
    }

    assertThat(run.output(1)).hasContent("[task 5.1] one\n[task 5.1] two\n");
    assertThat(run.output(2)).hasContent("[task 5.1] other\n");
  }

  @Test
  void journalNeverTellsOfAnEndWhoseResultIsNotWritten() throws IOException {
    RunDirectory run = fresh();
    fillTheDiskOf(run);
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      writer.accept(Story.events());
      await().until(() -> !failures.isEmpty());
    }

    assertThat(Files.readString(run.journal())).doesNotContain("task-ended");
    assertThat(failures)
        .containsExactly(
            "The recording in "
                + run.path()
                + " stopped: no space left on device; nothing of what this supervisor did is in it,"
                + " the job goes on, and what happens from then on is not recorded");
  }

  @Test
  void afterAFailureEverythingIsTakenAndNothingIsHeld() throws IOException {
    RunDirectory run = fresh();
    fillTheDiskOf(run);
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      writer.accept(Story.events());
      await().until(() -> !failures.isEmpty());
      for (int i = 0; i < 1_000; i++) {
        writer.accept(Story.events());
        print(writer, 1, "still there\n");
      }

      assertThat(writer.backlogBytes()).isZero();
      assertThat(writer.isBehind()).isFalse();
      assertThat(writer.lastLines(1)).hasSize(20);
    }
    assertThat(failures).hasSize(1);
  }

  @Test
  void removedDirectoryEndsTheRecording() throws IOException {
    RunDirectory run = fresh();
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      for (Path file : List.of(run.journal(), run.results(), run.outputDirectory(), run.path())) {
        Files.delete(file);
      }
      writer.accept(Story.events());
      await().until(() -> !failures.isEmpty());
    }

    assertThat(failures).singleElement().asString().contains("stopped: it does not exist");
  }

  @Test
  void incidentIsForcedToTheDiskAtOnceAndOtherEventsInGroups() throws IOException {
    RunDirectory run = fresh();
    Recording lazy =
        new Recording(Story::item, Duration.ofHours(1), failures::add, ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(), lazy))) {
      List<PoolEvent> events = Story.events();
      int death = firstDeath(events);
      writer.accept(events.subList(0, death));
      await().until(() -> Files.readString(run.journal()).contains("task-started"));
      Files.delete(run.journal());
      assertThat(failures).as("a removed file is noticed when it is forced").isEmpty();

      writer.accept(events.subList(death, death + 1));

      await().until(() -> !failures.isEmpty());
    }
  }

  @Test
  void whatIsShownIsWrittenBefore() throws IOException {
    RunDirectory run = fresh();
    List<String> unwritten = new CopyOnWriteArrayList<>();
    List<PoolEvent> shown = new CopyOnWriteArrayList<>();
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      writer.subscribe(batch -> {
        String journal = text(run.journal());
        for (PoolEvent event : batch) {
          if (!journal.contains(new String(EventCodec.encode(event), UTF_8))) {
            unwritten.add(event.toString());
          }
        }
        shown.addAll(batch);
      });
      for (PoolEvent event : Story.events()) {
        writer.accept(List.of(event));
      }
    }
    assertThat(shown).isEqualTo(Story.events());
    assertThat(unwritten).isEmpty();
  }

  @Test
  void whatCannotBeWrittenIsShownAllTheSameAndInOrder() throws IOException {
    RunDirectory run = fresh();
    fillTheDiskOf(run);
    List<PoolEvent> shown = new CopyOnWriteArrayList<>();
    List<PoolEvent> events = Story.events();
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      writer.subscribe(shown::addAll);
      writer.accept(events.subList(0, 30));
      await().until(() -> !failures.isEmpty());
      writer.accept(events.subList(30, events.size()));
      assertThat(shown).isEqualTo(events);
      writer.awaitWritten(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void brokenListenerTouchesNeitherTheRecordingNorTheOthers() throws IOException {
    RunDirectory run = fresh();
    List<PoolEvent> shown = new CopyOnWriteArrayList<>();
    try (JournalWriter writer = open(run, ResultsCopy.none())) {
      writer.subscribe(_ -> {
        throw new IllegalStateException("a broken window");
      });
      writer.subscribe(shown::addAll);
      Story.events().forEach(event -> writer.accept(List.of(event)));
    }
    assertThat(failures).isEmpty();
    assertThat(shown).isEqualTo(Story.events());
    assertThat(Files.readString(run.results())).isEqualTo(ModelText.expected("results.jsonl"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int firstDeath(List<PoolEvent> events) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i) instanceof PoolEvent.WorkerDied) {
        return i;
      }
    }
    throw new AssertionError("nobody dies in this story");
  }

  @Test
  void unwritableDirectoryIsRefusedBeforeAnythingStarts() throws IOException {
    RunDirectory run = RunDirectory.of(scratch.resolve("absent"));
    Recording recording =
        new Recording(Story::item, Duration.ZERO, failures::add, ResultsCopy.none());

    assertThat(Tries.refused(JournalWriter.open(run, Story.header(), recording)))
        .isEqualTo(
            "Lifeguard cannot write to " + run.path() + ": it does not exist; check the path");
  }

  @Test
  void copyGetsTheSameLinesAsTheFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultsCopy copy = ResultsCopy.to("standard output", out, failures::add);

    RunDirectory run = record(Story.events(), copy);

    assertThat(copy.close(Duration.ofSeconds(5))).isTrue();
    assertThat(out.toString(UTF_8)).isEqualTo(Files.readString(run.results()));
  }

  @Test
  void copyGoesOnWhenTheDiskIsFull() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultsCopy copy = ResultsCopy.to("standard output", out, failures::add);
    RunDirectory run = fresh();
    fillTheDiskOf(run);
    List<PoolEvent> events = Story.events();
    try (JournalWriter writer = open(run, copy)) {
      writer.accept(events.subList(0, 20));
      await().until(() -> !failures.isEmpty());
      writer.accept(events.subList(20, events.size()));
    }

    assertThat(copy.close(Duration.ofSeconds(5))).isTrue();
    assertThat(out.toString(UTF_8)).isEqualTo(ModelText.expected("results.jsonl"));
  }

  @Test
  void brokenCopyDoesNotTouchTheRecording() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    ResultsCopy copy = ResultsCopy.to("standard output", broken, failures::add);

    RunDirectory run = record(Story.events(), copy);

    assertThat(copy.close(Duration.ofSeconds(5))).isFalse();
    assertThat(Files.readAllLines(run.results())).hasSize(6);
    assertThat(failures)
        .containsExactly(
            "The copy of the results to standard output ended early: broken pipe; the run directory"
                + " has all of them");
  }

  @Test
  void diskThatHangsEndsTheRecordingAndNobodyIsBehindAnyMore() throws Exception {
    AtomicLong now = new AtomicLong();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ResultsCopy copy = ResultsCopy.to("standard output", out, failures::add);
    RunDirectory run = fresh();
    CompletableFuture<InputStream> other = pipeAsResultsOf(run);
    Recording lazy = new Recording(Story::item, Duration.ofHours(1), failures::add, copy);
    JournalWriter writer = done(JournalWriter.open(run, Story.header(), lazy, now::get));
    // The writer is closed first, while its thread still hangs.
    try (InputStream _ = other.join();
        writer) {
      for (int task = 1; task <= 20; task++) {
        writer.accept(List.of(ended(task, Payload.of('"' + "x".repeat(1 << 20) + '"'))));
      }
      assertThat(writer.isBehind()).isTrue();
      for (int second = 0; second <= 20; second++) {
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        boolean _ = writer.isBehind();
      }

      await().until(() -> failures.size() == 2);
      assertThat(failures)
          .containsExactly(
              "The copy of the results to standard output ended early: the disk has not answered"
                  + " for 10 seconds",
              "The recording in "
                  + run.path()
                  + " stopped: the disk has not answered for 10 seconds; nothing of what this"
                  + " supervisor did is in it, the job goes on, and what happens from then on is"
                  + " not recorded");
      assertThat(writer.isBehind()).isFalse();
      assertThat(writer.takesItems()).isFalse();
    }
  }

  @Test
  void errorOfTheWritersThreadEndsTheRecording() {
    RunDirectory run = fresh();
    Recording broken =
        new Recording(
            _ -> {
              throw new StackOverflowError();
            },
            Duration.ofMillis(20),
            failures::add,
            ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(), broken))) {
      writer.accept(List.of(ended(1, Payload.of("1"))));
      await().until(() -> !failures.isEmpty());
    }

    assertThat(failures)
        .singleElement()
        .asString()
        .contains("stopped: an internal error (java.lang.StackOverflowError)");
  }

  private static CompletableFuture<InputStream> pipeAsResultsOf(RunDirectory run) throws Exception {
    assertThat(new ProcessBuilder("mkfifo", run.results().toString()).start().waitFor()).isZero();
    // Opening a pipe waits for the other end.
    return CompletableFuture.supplyAsync(() -> openToRead(run.results()));
  }

  @Test
  @Timeout(60)
  void stuckDiskMakesNobodyWaitAndIsSaidToBeBehind() throws Exception {
    RunDirectory run = fresh();
    CompletableFuture<InputStream> other = pipeAsResultsOf(run);
    // What is no file cannot be forced to the disk, so that never comes up here.
    Recording lazy =
        new Recording(Story::item, Duration.ofHours(1), failures::add, ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(), lazy));
        InputStream disk = other.join()) {
      assertThat(writer.isBehind()).isFalse();
      // Nobody reads meanwhile: a call that waited for the disk would never come back.
      for (int task = 1; task <= 40; task++) {
        writer.accept(List.of(ended(task, Payload.of('"' + "x".repeat(1 << 20) + '"'))));
      }

      assertThat(writer.isBehind()).isTrue();
      assertThat(writer.backlogBytes()).isGreaterThan(30 << 20);
      assertThat(disk.readNBytes(40 << 20).length).isEqualTo(40 << 20);
      await().until(() -> !writer.isBehind());
    }
  }

  private static InputStream openToRead(Path fifo) {
    try {
      return Files.newInputStream(fifo);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PoolEvent ended(int task, Payload result) {
    return new PoolEvent.TaskEnded(
        task, task, TaskOutcome.DONE, 1, OptionalInt.of(1), new TaskAnswer.Result(result));
  }

  /// Every write to the results file fails as on a full disk.
  private void fillTheDiskOf(RunDirectory run) throws IOException {
    Files.createSymbolicLink(run.results(), Path.of("/dev/full"));
    link = Optional.of(run.results());
  }

  @AfterEach
  void removeTheLink() throws IOException {
    if (link.isPresent()) {
      Files.delete(link.get());
    }
  }

  private RunDirectory record(List<PoolEvent> events, ResultsCopy copy) {
    RunDirectory run = fresh();
    try (JournalWriter writer = open(run, copy)) {
      for (int i = 0; i < events.size(); i += 3) {
        writer.accept(events.subList(i, Math.min(i + 3, events.size())));
      }
    }
    return run;
  }

  private RunDirectory fresh() {
    return done(RunDirectory.createAt(scratch.resolve("run")));
  }

  private JournalWriter open(RunDirectory run, ResultsCopy copy) {
    Recording recording = new Recording(Story::item, Duration.ofMillis(20), failures::add, copy);
    return done(JournalWriter.open(run, Story.header(), recording));
  }

  private static void print(JournalWriter writer, int worker, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    writer.output(worker, 5, 1, bytes, bytes.length);
  }
}
