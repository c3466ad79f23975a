package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A film is read line by line without an event of its own for most of them. It must hold what
/// everybody else reads, whatever happens to the bytes.
final class HotPathTest {
  private static final int ROUNDS = 1500;
  // What turns a hot line into one that is nearly hot, and whole lines into torn ones.
  private static final byte[] BYTES = "0.-e19,:\"\\{}\n x\u0001".getBytes(ISO_8859_1);

  @TempDir private Path directory;
  private final Random random = new Random(20);

  @Test
  void goldenJournalsAreReadAsEver() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("src", "test", "resources"))) {
      List<Path> journals = all.filter(file -> file.toString().endsWith(".jsonl")).toList();
      assertThat(journals).hasSizeGreaterThan(10);
      for (Path journal : journals) {
        if (JournalReader.open(journal) instanceof Tried.Done<JournalReader>(JournalReader first)) {
          first.close();
          assertReadAlike(journal);
        }
      }
    }
  }

  @Test
  void damagedJournalsAreReadAsEver() throws IOException {
    byte[] whole = journal(60);
    for (int round = 0; round < ROUNDS; round++) {
      assertReadAlike(write(damaged(whole)));
    }
  }

  /// Lines lie across the ends of the blocks in which a file is read.
  @Test
  void longJournalsAreReadAsEver() throws IOException {
    byte[] whole = journal(20_000);
    for (int round = 0; round < 5; round++) {
      assertReadAlike(write(damaged(whole)));
    }
  }

  private void assertReadAlike(Path file) throws IOException {
    Reel reel = new Reel();
    try (JournalReader reader = done(JournalReader.open(file));
        JournalReader film = done(JournalReader.open(file))) {
      List<PoolEvent> events = reader.read(Integer.MAX_VALUE);
      while (film.read(reel, 1 + random.nextInt(300))) {
        assertThat(reel.size()).isLessThanOrEqualTo(events.size());
      }
      assertThat(reel.between(0, reel.size())).isEqualTo(events);
      assertThat(film.sawJobEnd()).isEqualTo(reader.sawJobEnd());
      assertThat(film.tornBytes()).isEqualTo(reader.tornBytes());
      assertThat(film.nextOffset()).isEqualTo(reader.nextOffset());
      assertThat(film.damagedLines()).isEqualTo(reader.damagedLines());
      assertThat(film.note("a", "b")).as("its time").isEqualTo(reader.note("a", "b"));
    }
  }

  private byte[] journal(int tasks) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonLine header = new JsonLine();
    HeaderLine.append(Story.header(3), header);
    out.write(header.copy());
    List<PoolEvent> events = new ArrayList<>(EventfulStory.resumed());
    int first = 1 + ModelText.fold(events).taskCount();
    long now = events.getLast().atNanos();
    events.add(new PoolEvent.TasksQueued(now, first, tasks));
    for (int task = first; task < first + tasks; task++) {
      // Sometimes a whole millisecond, and sometimes back.
      now += random.nextInt(5) * 250_000L - 200_000;
      int worker = 1 + task % 3;
      String item =
          task % 5 == 0 ? "quoted \"" + task + "\\" : task % 7 == 0 ? "ü" : "item " + task;
      events.add(new PoolEvent.TaskStarted(now, task, 1, worker, item));
      TaskOutcome outcome = task % 9 == 0 ? TaskOutcome.FAILED : TaskOutcome.DONE;
      TaskAnswer answer = new TaskAnswer.Result(Payload.EMPTY);
      OptionalInt by = task % 11 == 0 ? OptionalInt.empty() : OptionalInt.of(worker);
      events.add(new PoolEvent.TaskEnded(now, task, outcome, 1, by, answer));
    }
    for (PoolEvent event : events) {
      out.write(EventCodec.encode(event));
    }
    return out.toByteArray();
  }

  /// Overwrites a few bytes, takes some away, and sometimes cuts the end. The header stays.
  private byte[] damaged(byte[] whole) {
    int from = 1;
    while (whole[from - 1] != '\n') {
      from++;
    }
    byte[] bytes = whole.clone();
    for (int i = random.nextInt(8); i > 0; i--) {
      bytes[from + random.nextInt(bytes.length - from)] = BYTES[random.nextInt(BYTES.length)];
    }
    int length = bytes.length;
    if (random.nextBoolean()) {
      int at = from + random.nextInt(length - from);
      int gone = Math.min(length - at, random.nextInt(200));
      System.arraycopy(bytes, at + gone, bytes, at, length - at - gone);
      length -= gone;
    }
    return Arrays.copyOf(bytes, length - random.nextInt(2) * random.nextInt(150));
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("journal.jsonl"), bytes);
  }
}
