package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.journal.Tries.refused;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.JobModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
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
    done(PackedRun.pack(run, false, file, PackProgress.NONE));
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
    done(PackedRun.packRedacted(run, false, "name: x\n", file, PackProgress.NONE));
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
  void foreignJournalIsRefusedByTheNameOfTheFile() throws IOException {
    Path file = zip(List.of("journal.jsonl"), 10);
    assertThat(refused(OpenedRun.open(file)))
        .isEqualTo(
            file
                + " is no recording that can be opened: its journal.jsonl holds no complete line,"
                + " so nothing is recorded in it; the run did not begin");
  }

  @Test
  void damagedDigitIsNotShownAsIfItWereTrue() throws IOException {
    Path file = directory.resolve("stored.lifeguard");
    Files.write(file, stored("journal.jsonl", Files.readAllBytes(record().journal())));
    done(OpenedRun.open(file)).close();
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, ISO_8859_1).indexOf("\"count\":7") + 8;
    bytes[at] = '8';
    Files.write(file, bytes);
    assertThat(refused(OpenedRun.open(file)))
        .endsWith("its journal.jsonl is damaged: the checksum is another");
  }

  /// As when the window saves a run that goes on: what is written meanwhile stays out.
  @Test
  void runThatGoesOnIsPackedUpToNowAndSaysSo() throws IOException {
    RunDirectory run = record();
    Path file = directory.resolve("run.lifeguard");
    byte[] before = Files.readAllBytes(run.journal());
    boolean[] grown = {false};
    PackProgress growing =
        (_, _) -> {
          if (!grown[0]) {
            grown[0] = true;
            append(run.journal(), before);
          }
          return true;
        };
    done(PackedRun.pack(run, true, file, growing));
    assertThat(Files.size(run.journal())).isEqualTo(2L * before.length);
    try (OpenedRun opened = done(OpenedRun.open(file))) {
      assertThat(opened.isEarly()).isTrue();
      assertThat(Files.readAllBytes(opened.directory().journal())).isEqualTo(before);
    }
    done(PackedRun.packRedacted(record("other"), true, "", file, PackProgress.NONE));
    try (OpenedRun opened = done(OpenedRun.open(file))) {
      assertThat(opened.isEarly()).as("a redacted one as well").isTrue();
      assertThat(opened.directory().jobFile()).as("there is none").doesNotExist();
    }
    done(PackedRun.pack(run, false, file, PackProgress.NONE));
    try (OpenedRun opened = done(OpenedRun.open(file))) {
      assertThat(opened.isEarly()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsGivenUpLeavesNothingBehind(boolean redacted) throws IOException {
    RunDirectory run = record();
    Path file = directory.resolve("run.lifeguard");
    List<Long> told = new ArrayList<>();
    PackProgress impatient =
        (bytes, of) -> {
          told.add(bytes);
          assertThat(bytes).isLessThanOrEqualTo(of);
          return false;
        };
    Tried<Path> packed =
        redacted
            ? PackedRun.packRedacted(run, false, "", file, impatient)
            : PackedRun.pack(run, false, file, impatient);
    assertThat(refused(packed)).contains("given up");
    assertThat(told).hasSize(1);
    assertThat(files(directory)).allMatch(each -> each.startsWith(run.path()));
  }

  @Test
  void whereNothingCanBeWrittenSaysWhyAndWhatToDo() throws IOException {
    RunDirectory run = record();
    Path nowhere = directory.resolve("nowhere").resolve("run.lifeguard");
    assertThat(refused(PackedRun.pack(run, false, nowhere, PackProgress.NONE)))
        .isEqualTo(
            "Lifeguard cannot pack into " + nowhere + ": it does not exist; choose another place");
    Path place = Files.createDirectory(directory.resolve("place"));
    assertThat(refused(PackedRun.pack(run, false, place, PackProgress.NONE)))
        .isEqualTo(place + " is a directory; name a file in it");
    assertThat(place).exists();
  }

  private static void append(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A zip file whose content is not compressed.
  private static byte[] stored(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry(name);
      CRC32 sum = new CRC32();
      sum.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(sum.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    }
    return bytes.toByteArray();
  }

  @Test
  void cutFileIsRefusedWithASentence() throws IOException {
    cutAtEvery(97);
  }

  @Test
  @Tag("proof")
  void cutFileIsRefusedWithASentenceWhereverItIsCut() throws IOException {
    cutAtEvery(1);
  }

  private void cutAtEvery(int step) throws IOException {
    Path file = directory.resolve("run.lifeguard");
    done(PackedRun.pack(record(), false, file, PackProgress.NONE));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length += step) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThat(refused(OpenedRun.open(file))).contains("is no recording that can be opened");
    }
  }

  @Test
  void flippedBytesOpenOrAreRefusedWithASentence() throws IOException {
    flip(100, 1);
  }

  @Test
  @Tag("proof")
  void tenThousandTimes() throws IOException {
    flip(10_000, Long.getLong("seed", 2));
  }

  private void flip(int cases, long seed) throws IOException {
    Path file = directory.resolve("run.lifeguard");
    done(PackedRun.pack(record(), false, file, PackProgress.NONE));
    byte[] whole = Files.readAllBytes(file);
    int refused = 0;
    for (int i = 0; i < cases; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      byte[] flipped = whole.clone();
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        flipped[random.nextInt(flipped.length)] = (byte) random.nextInt();
      }
      Files.write(file, flipped);
      Path place = Files.createDirectory(directory.resolve("place"));
      try {
        refused += opensAndReads(file, place) ? 0 : 1;
      } catch (IOException | RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", case " + i, e);
      }
      assertThat(place).as("nothing is left of it").doesNotExist();
    }
    assertThat(refused).as("checksums see most of it").isGreaterThan(cases / 2);
  }

  private static boolean opensAndReads(Path file, Path place) throws IOException {
    switch (OpenedRun.unpacked(file, place, PLENTY)) {
      case Tried.Refused<OpenedRun>(String sentence) -> {
        assertThat(sentence).isNotBlank().doesNotContain("\n").doesNotContain("Exception");
        return false;
      }
      case Tried.Done<OpenedRun>(OpenedRun opened) -> {
        try (opened;
            JournalReader reader = done(JournalReader.open(opened.directory().journal()))) {
          assertThat(ModelText.fold(reader.read(Integer.MAX_VALUE))).isNotNull();
          return true;
        }
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
    return record("run");
  }

  private RunDirectory record(String name) {
    RunDirectory run = done(RunDirectory.createAt(directory.resolve(name)));
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
