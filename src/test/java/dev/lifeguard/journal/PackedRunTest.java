package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.JobModel;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackedRunTest {
  private static final long PLENTY = 1 << 20;

  @TempDir private Path directory;

  @Test
  void whatWasPackedIsTheSameRecording() throws IOException {
    RunDirectory run = record();
    Files.writeString(run.output(3), "[task 1.1] hello\n");
    Path file = directory.resolve("run.lifeguard");
    done(PackedRun.pack(run, file));
    assertThat(PackedRun.is(file)).isTrue();
    OpenedRun opened = done(OpenedRun.open(file));
    assertThat(opened.directory().journal()).hasSameBinaryContentAs(run.journal());
    assertThat(opened.directory().results()).hasSameBinaryContentAs(run.results());
    assertThat(opened.directory().output(3)).hasContent("[task 1.1] hello");
    assertThat(opened.directory().lockFile()).doesNotExist();
    opened.close();
    assertThat(opened.directory().path()).as("taken away").doesNotExist();
  }

  @Test
  void redactedRecordingHasTheStoryAndNoWordOfTheTasks() throws IOException {
    RunDirectory run = record();
    Files.writeString(run.report(), "{}");
    Files.writeString(run.output(3), "[task 1.1] password\n");
    Path file = directory.resolve("run.lifeguard");
    done(PackedRun.packRedacted(run, "name: x\n", file));
    JobModel whole = ModelText.fold(Story.events());
    try (OpenedRun opened = done(OpenedRun.open(file))) {
      JobModel model = new JobModel();
      try (JournalReader reader = done(JournalReader.open(opened.directory().journal()))) {
        reader.read(10_000).forEach(model::apply);
      }
      assertThat(model.incidents()).hasSameSizeAs(whole.incidents());
      assertThat(model.incident(2).cause()).isEqualTo(whole.incident(2).cause());
      assertThat(model.taskEndedNanos(3)).isEqualTo(whole.taskEndedNanos(3));
      for (Path left : files(opened.directory().path())) {
        assertThat(Files.readString(left))
            .as("%s", left)
            .doesNotContain("doc-", "docs.build:", "allocating", "password", "/home");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../evil", "/etc/evil", "output/../../evil", "output/worker-1.log/x", "run.sh",
        "output\\worker-1.log", "lock", "control.sock", "./journal.jsonl", "output/worker-01.log"
      })
  void nothingIsTakenOutThatNoRunHas(String name) throws IOException {
    Path file = zip(List.of("journal.jsonl", name), 10);
    Path place = Files.createDirectory(directory.resolve("place"));
    assertThat(PackedRun.unpack(file, place, PLENTY))
        .isInstanceOfSatisfying(
            Tried.Refused.class,
            refused -> assertThat(refused.sentence()).contains("which no run has"));
    assertThat(files(directory))
        .as("nothing fell beside it")
        .allMatch(each -> each.equals(file) || each.startsWith(place));
  }

  @Test
  void bombIsDefusedBeforeItFillsTheDisk() throws IOException {
    Path file = zip(List.of("journal.jsonl"), 64 << 20);
    assertThat(Files.size(file)).isLessThan(1 << 20);
    Path place = Files.createDirectory(directory.resolve("place"));
    assertThat(OpenedRun.unpacked(file, place, PLENTY))
        .isInstanceOfSatisfying(
            Tried.Refused.class,
            refused -> assertThat(refused.sentence()).contains("larger than 1.00 MiB"));
    assertThat(place).doesNotExist();
  }

  @Test
  void damagedFilesAreRefusedWithASentence() throws IOException {
    Path file = directory.resolve("run.lifeguard");
    done(PackedRun.pack(record(), file));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += 97) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(OpenedRun.open(file))
          .isInstanceOfSatisfying(
              Tried.Refused.class,
              refused ->
                  assertThat(refused.sentence()).contains("is no recording that can be opened"));
    }
    for (int at = 0; at < whole.length; at += 13) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 0x55;
      Files.write(file, flipped);
      if (OpenedRun.open(file) instanceof Tried.Done<OpenedRun>(OpenedRun opened)) {
        opened.close();
      }
    }
  }

  private Path zip(List<String> names, int bytes) throws IOException {
    Path file = directory.resolve("made.lifeguard");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        byte[] block = "x".repeat(Math.min(bytes, 1 << 16)).getBytes(UTF_8);
        for (int left = bytes; left > 0; left -= block.length) {
          zip.write(block, 0, Math.min(left, block.length));
        }
        zip.closeEntry();
      }
    }
    return file;
  }

  private RunDirectory record() {
    RunDirectory run = done(RunDirectory.createAt(directory.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ZERO, why -> fail(why), ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(), recording))) {
      writer.accept(Story.events());
    }
    return run;
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
