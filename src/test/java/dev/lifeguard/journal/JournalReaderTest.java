package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.journal.Tries.refused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.PoolEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalReaderTest {
  @TempDir Path scratch;

  @Test
  void newerMinorFormatIsRead() throws IOException {
    String header = text(Story.header()).replace("\"minor\":2", "\"minor\":7,\"more\":[1]");
    Path file = write(header.getBytes(UTF_8));

    try (JournalReader reader = done(JournalReader.open(file))) {
      assertThat(reader.header().formatMinor()).isEqualTo(7);
      assertThat(reader.header().job()).isEqualTo("docbuild");
      assertThat(reader.read(10))
          .singleElement()
          .isEqualTo(
              new PoolEvent.Unrecognised(
                  0,
                  "newer-format",
                  "this recording was written by Lifeguard 0.1.0 in the newer format 1.7; what this"
                      + " version does not know of it is listed as it stands there"));
    }
  }

  @Test
  void newerMajorFormatIsRefused() throws IOException {
    String header =
        "{\"type\":\"journal\",\"format\":{\"major\":2,\"minor\":0},\"application\":\"9.1\"}\n";
    Path file = write(header.getBytes(UTF_8));

    assertThat(refused(JournalReader.open(file)))
        .isEqualTo(
            file
                + " is in format 2, written by Lifeguard 9.1; this Lifeguard reads formats up to 1:"
                + " open it with 9.1 or newer");
  }

  @Test
  void whatIsNoJournalIsRefusedWithItsName() throws IOException {
    assertThat(refused(JournalReader.open(scratch.resolve("absent"))))
        .contains("absent: it does not exist");
    assertThat(refused(JournalReader.open(write(new byte[0])))).contains("no complete line");
    assertThat(refused(JournalReader.open(write("{\"a\":1}\n".getBytes(UTF_8)))))
        .contains("is no journal of Lifeguard: its first line is another");
    assertThat(refused(JournalReader.open(write("PK\u0003\u0004\n".getBytes(UTF_8)))))
        .contains("is no journal of Lifeguard, or its first line is damaged");
  }

  @Test
  void damagedLineIsLeftOutAndNamed() throws IOException {
    List<PoolEvent> events = Story.events();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(journal(events.subList(0, 4)));
    bytes.write("garbage\n".getBytes(UTF_8));
    bytes.write(EventCodec.encode(events.get(4)));

    List<PoolEvent> read = read(bytes.toByteArray());

    assertThat(read).hasSize(6);
    assertThat(read.get(4))
        .isInstanceOfSatisfying(
            PoolEvent.Unrecognised.class,
            note -> {
              assertThat(note.type()).isEqualTo("damaged-line");
              assertThat(note.text()).startsWith("line 6 of ").contains("left out");
              assertThat(note.atNanos()).isEqualTo(events.get(3).atNanos());
            });
    assertThat(read.get(5)).isEqualTo(events.get(4));
  }

  @Test
  void anyLineMayBeMissingAndTheRestCanBeFolded() throws IOException {
    List<PoolEvent> events = Story.events();
    for (int missing = 0; missing < events.size(); missing++) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      bytes.write(journal(events.subList(0, missing)));
      for (PoolEvent event : events.subList(missing + 1, events.size())) {
        bytes.write(EventCodec.encode(event));
      }
      assertThat(ModelText.fold(read(bytes.toByteArray()))).isNotNull();
    }
  }

  private List<PoolEvent> read(byte[] bytes) throws IOException {
    try (JournalReader reader = done(JournalReader.open(write(bytes)))) {
      return reader.read(10_000);
    }
  }

  private static byte[] journal(List<PoolEvent> events) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(text(Story.header()).getBytes(UTF_8));
    for (PoolEvent event : events) {
      bytes.write(EventCodec.encode(event));
    }
    return bytes.toByteArray();
  }

  private static String text(JournalHeader header) {
    JsonLine line = new JsonLine();
    HeaderLine.append(header, line);
    return new String(line.copy(), UTF_8);
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(scratch.resolve("journal.jsonl"), bytes);
  }
}
