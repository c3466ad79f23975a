package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever happens to the bytes of a recording: it opens, and as much as possible is shown, or it
/// is refused with a sentence. Never an exception, never a hang.
@Timeout(600)
final class JournalDamageTest {
  private static final int TAIL = 4096;
  private static final List<Export.Form> FORMS = List.of(Export.Form.values());

  @TempDir private Path directory;
  private RunDirectory run = RunDirectory.of(Path.of(""));
  private byte[] journal = {};
  private byte[] results = {};

  @BeforeEach
  void record() throws IOException {
    run = done(RunDirectory.createAt(directory.resolve("run")));
    Recording recording =
        new Recording(Story::item, Duration.ofHours(1), why -> fail(why), ResultsCopy.none());
    try (JournalWriter writer = done(JournalWriter.open(run, Story.header(2), recording))) {
      writer.accept(EventfulStory.resumed());
    }
    journal = Files.readAllBytes(run.journal());
    results = Files.readAllBytes(run.results());
    assertThat(journal.length).isGreaterThan(2 * TAIL);
  }

  @Test
  void isReadUpToItsLastWholeLineWhereItIsCut() throws IOException {
    cutAtEvery(17);
  }

  @Test
  @Tag("proof")
  void isReadUpToItsLastWholeLineAtWhateverByteOfTheLastFourKibibytesItIsCut() throws IOException {
    cutAtEvery(1);
  }

  private void cutAtEvery(int step) throws IOException {
    for (int length = journal.length; length >= journal.length - TAIL; length -= step) {
      byte[] cut = Arrays.copyOf(journal, length);
      Files.write(run.journal(), cut);
      try (JournalReader reader = done(JournalReader.open(run.journal()))) {
        List<PoolEvent> events = reader.read(Integer.MAX_VALUE);
        assertThat(events.size()).as("cut to %d bytes", length).isEqualTo(lines(cut) - 1);
        assertThat(events.stream().anyMatch(JournalDamageTest::isLeftOut)).isFalse();
        assertThat(reader.tornBytes()).isEqualTo(length - lastLineEnd(cut));
        assertThat(ModelText.fold(events).taskCount()).isPositive();
      }
    }
  }

  @Test
  void goesOnWhereverItIsCut() throws IOException {
    for (int length = journal.length; length >= journal.length - TAIL; length -= 211) {
      damaged(Arrays.copyOf(journal, length), results);
      assertThat(resumed("cut to " + length)).as("cut to %d bytes", length).isTrue();
      damaged(journal, Arrays.copyOf(results, Math.max(0, results.length - length % 997)));
      assertThat(resumed("results cut by " + length % 997)).isTrue();
    }
  }

  @Test
  void opensOrIsRefusedWithASentenceWhateverIsFlipped() throws IOException {
    flip(100, 1);
  }

  @Test
  @Tag("proof")
  void tenThousandTimes() throws IOException {
    flip(10_000, Long.getLong("seed", 2));
  }

  @Test
  void moreTasksThanThereIsMemoryForAreLeftOut() throws IOException {
    String text = new String(journal, UTF_8);
    String many = text.replaceFirst("\"count\":7", "\"count\":2000000000");
    assertThat(many).isNotEqualTo(text);
    damaged(many.getBytes(UTF_8), results);
    assertThat(reads("two thousand million tasks")).isTrue();
    try (JournalReader reader = done(JournalReader.open(run.journal()))) {
      assertThat(reader.read(Integer.MAX_VALUE))
          .filteredOn(JournalDamageTest::isLeftOut)
          .first()
          .asString()
          .contains("no memory for 2000000000 tasks");
    }
  }

  @Test
  void resultOfATaskThatThereCannotBeIsNoTask() throws IOException {
    String text = new String(results, UTF_8);
    damaged(journal, text.replaceFirst("\\{\"task\":1,", "{\"task\":1999999999,").getBytes(UTF_8));
    InterruptedRun left = done(InterruptedRun.read(run));
    assertThat(left.model().taskCount()).isLessThan(100);
    assertThat(left.remarks()).anyMatch(r -> r.endsWith("task 1999999999, which there cannot be"));
    assertThat(left.again()).as("its result did not survive").contains(1);
  }

  private void flip(int cases, long seed) throws IOException {
    int opened = 0;
    for (int i = 0; i < cases; i++) {
      Random random = new Random(seed * 1_000_003 + i);
      String story = "seed " + seed + ", case " + i;
      damaged(
          flipped(journal, random), random.nextInt(4) == 0 ? flipped(results, random) : results);
      opened += reads(story) ? 1 : 0;
      resumed(story);
      exported(story, FORMS.get(i % FORMS.size()));
    }
    assertThat(opened).as("most of it is still there").isBetween(cases / 2, cases - 1);
  }

  /// One to eight bytes become others: anywhere, or a digit another digit, which is read without a
  /// complaint and makes numbers that no pool ever had.
  private static byte[] flipped(byte[] whole, Random random) {
    byte[] broken = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length / 4));
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      int at = random.nextInt(broken.length);
      if (random.nextBoolean()) {
        while (broken[at] < '0' || broken[at] > '9') {
          at = (at + 1) % broken.length;
        }
        broken[at] = (byte) ('0' + random.nextInt(10));
      } else {
        broken[at] = (byte) random.nextInt();
      }
    }
    return broken;
  }

  private void damaged(byte[] ofJournal, byte[] ofResults) throws IOException {
    Files.write(run.journal(), ofJournal);
    Files.write(run.results(), ofResults);
  }

  private boolean reads(String story) {
    try {
      return switch (JournalReader.open(run.journal())) {
        case Tried.Refused<JournalReader>(String sentence) -> {
          assertSentence(sentence);
          yield false;
        }
        case Tried.Done<JournalReader>(JournalReader reader) -> {
          try (reader) {
            JobModel model = new JobModel();
            reader.read(Integer.MAX_VALUE).forEach(model::apply);
            assertThat(reader.read(1)).isEmpty();
            assertThat(JobReport.json(model)).isNotEmpty();
            yield true;
          }
        }
      };
    } catch (IOException | RuntimeException | Error e) {
      throw new AssertionError(story, e);
    }
  }

  /// @return whether the run could go on
  private boolean resumed(String story) {
    try {
      return switch (InterruptedRun.read(run)) {
        case Tried.Refused<InterruptedRun>(String sentence) -> {
          assertSentence(sentence);
          yield false;
        }
        case Tried.Done<InterruptedRun>(InterruptedRun left) -> {
          done(left.makeWhole());
          assertThat(reads(story)).as("%s, made whole", story).isTrue();
          yield true;
        }
      };
    } catch (RuntimeException | Error e) {
      throw new AssertionError(story, e);
    }
  }

  private void exported(String story, Export.Form form) throws IOException {
    Path out = directory.resolve(form == Export.Form.REPORT ? "out.html" : "out-" + form);
    try {
      if (Export.write(run, form, out) instanceof Tried.Refused<?>(String sentence)) {
        assertSentence(sentence);
      }
    } catch (RuntimeException | Error e) {
      throw new AssertionError(story + ", exported as " + form, e);
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .as(story)
          .noneMatch(name -> name.endsWith(".new") || name.endsWith(".samples"));
    }
  }

  private static void assertSentence(String sentence) {
    assertThat(sentence).isNotBlank().doesNotContain("\n").doesNotContain("Exception");
  }

  private static boolean isLeftOut(PoolEvent event) {
    return event instanceof PoolEvent.Unrecognised note && note.type().equals("damaged-line");
  }

  private static int lines(byte[] bytes) {
    int lines = 0;
    for (byte each : bytes) {
      lines += each == '\n' ? 1 : 0;
    }
    return lines;
  }

  private static int lastLineEnd(byte[] bytes) {
    int at = bytes.length;
    while (bytes[at - 1] != '\n') {
      at--;
    }
    return at;
  }
}
