package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {

  @ParameterizedTest
  @MethodSource("dev.lifeguard.journal.RandomEvents#kinds")
  void everyKindOfEventSurvivesTheRoundTrip(Class<?> kind) {
    RandomEvents events = new RandomEvents(7);
    for (int i = 0; i < 300; i++) {
      PoolEvent event = events.next(kind);

      byte[] line = EventCodec.encode(event);

      assertThat(line).endsWith((byte) '\n');
      assertThat(Arrays.copyOf(line, line.length - 1)).doesNotContain((byte) '\n');
      assertThat(decode(line)).isEqualTo(new JournalLine.Event(event));
    }
  }

  @Test
  void foldOfTheLinesIsTheFoldOfTheEvents() {
    List<PoolEvent> events = Story.events();

    List<PoolEvent> read =
        events.stream()
            .map(event -> ((JournalLine.Event) decode(EventCodec.encode(event))).event())
            .toList();

    assertThat(ModelText.of(ModelText.fold(read))).isEqualTo(ModelText.of(ModelText.fold(events)));
  }

  @Test
  void hotEventsHaveTheDocumentedText() {
    PoolEvent started = new PoolEvent.TaskStarted(12_345_000, 1, 2, 3, "\"ä.txt\"");
    PoolEvent ended =
        new PoolEvent.TaskEnded(
            12_345_678,
            1,
            TaskOutcome.DONE,
            2,
            OptionalInt.of(3),
            new TaskAnswer.Result(Payload.of("{\"secret\":1}")));

    assertThat(text(started))
        .isEqualTo(
            "{\"type\":\"task-started\",\"ms\":12.345,\"task\":1,\"attempt\":2,\"worker\":3,"
                + "\"item\":\"\\\"ä.txt\\\"\"}\n");
    assertThat(text(ended))
        .as("the result is in the results file")
        .isEqualTo(
            "{\"type\":\"task-ended\",\"ms\":12.345678,\"task\":1,\"outcome\":\"done\","
                + "\"attempts\":2,\"worker\":3,\"answer\":{\"kind\":\"result\"}}\n");
  }

  @Test
  void hotLinesMeanWhatTheyMeanToTheGeneralReader() {
    Random random = new Random(11);
    String[] items = {"", "17", "\"a \\ b.txt\"", "ä", "\u0007", "{\"x\":[1,2]}", "\u007f"};
    int hot = 0;
    for (int i = 0; i < 20_000; i++) {
      long at = random.nextLong() >>> random.nextInt(64);
      int number = random.nextInt() >>> random.nextInt(32);
      PoolEvent event =
          random.nextBoolean()
              ? new PoolEvent.TaskStarted(at, number, 1, 0, items[i % items.length])
              : new PoolEvent.TaskEnded(
                  at,
                  number,
                  i % 9 == 0 ? TaskOutcome.FAILED : TaskOutcome.DONE,
                  number,
                  i % 7 == 0 ? OptionalInt.empty() : OptionalInt.of(i),
                  new TaskAnswer.Result(Payload.EMPTY));
      byte[] line = EventCodec.encode(event);
      if (random.nextBoolean()) {
        line[random.nextInt(line.length - 1)] =
            random.nextBoolean() ? (byte) random.nextInt() : (byte) "0.,\"\\{}9".charAt(i % 8);
      }
      byte[] framed = Arrays.copyOf(line, line.length + 20);
      int length = line.length - 1 - (i % 11 == 0 ? random.nextInt(line.length - 1) : 0);
      PoolEvent read = HotLine.read(framed, 0, length);
      if (read != null) {
        hot++;
        assertThat(EventCodec.decodeAny(framed, 0, length, 1))
            .as(new String(framed, 0, length, UTF_8))
            .isEqualTo(new JournalLine.Event(read));
      }
    }
    assertThat(hot).as("most lines are hot").isGreaterThan(5_000);
  }

  @Test
  void eventOfAnUnknownTypeIsShown() {
    String line = "{\"type\":\"worker-sang\",\"ms\":1.5,\"song\":\"…\"}";

    assertThat(decode(line))
        .isEqualTo(
            new JournalLine.Event(new PoolEvent.Unrecognised(1_500_000, "worker-sang", line)));
  }

  @Test
  void eventWithAnUnknownWordIsShown() {
    String line =
        "{\"type\":\"worker-stopping\",\"ms\":2,\"worker\":1,\"reason\":\"end-of-the-world\"}";

    assertThat(decode(line))
        .isEqualTo(
            new JournalLine.Event(new PoolEvent.Unrecognised(2_000_000, "worker-stopping", line)));
  }

  @Test
  void keysOfANewerMinorVersionAndAnyOrderAreTaken() {
    String line =
        "{\"count\":3,\"colour\":{\"deep\":[1,{\"x\":null}]},\"firstTask\":1,\"ms\":0.000001,"
            + "\"type\":\"tasks-queued\"}";

    assertThat(decode(line)).isEqualTo(new JournalLine.Event(new PoolEvent.TasksQueued(1, 1, 3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17",
        "[]",
        "not json",
        "{}",
        "{\"type\":\"source-ended\"}",
        "{\"type\":\"source-ended\",\"ms\":\"soon\"}",
        "{\"type\":\"source-ended\",\"ms\":1.0000001}",
        "{\"type\":\"source-ended\",\"ms\":1e999999999}",
        "{\"type\":\"source-ended\",\"ms\":1} {",
        "{\"type\":7,\"ms\":1}",
        "{\"type\":\"tasks-queued\",\"ms\":1,\"firstTask\":1,\"count\":99999999999}",
        "{\"type\":\"worker-ended\",\"ms\":1,\"worker\":1,\"status\":\"gone\"}",
      })
  void lineThatMakesNoEventIsAValue(String line) {
    assertThat(decode(line))
        .isInstanceOfSatisfying(
            JournalLine.Damaged.class,
            damaged -> {
              assertThat(damaged.line()).isEqualTo(17);
              assertThat(damaged.why()).isNotBlank().doesNotContain("\n");
            });
  }

  @Test
  void noFlippedByteThrows() {
    Random random = new Random(11);
    for (PoolEvent event : Story.events()) {
      byte[] line = EventCodec.encode(event);
      for (int i = 0; i < 100; i++) {
        byte[] broken = Arrays.copyOf(line, 1 + random.nextInt(line.length));
        broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        assertThat(decode(broken)).isNotNull();
      }
    }
  }

  private static String text(PoolEvent event) {
    return new String(EventCodec.encode(event), UTF_8);
  }

  private static JournalLine decode(String line) {
    return decode((line + "\n").getBytes(UTF_8));
  }

  private static JournalLine decode(byte[] line) {
    return EventCodec.decode(line, 0, line.length - 1, 17);
  }
}
