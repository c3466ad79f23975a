package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged conversations: whatever a worker writes, in whatever portions, what is told of it is
/// that of a plain reader who has everything before him ([PlainReader]), and then at most one
/// offence.
final class FuzzedFramesTest {
  private static final int LIMIT = 1_000;
  private static final int STREAMS = 30_000;

  /// What became of one stream: the facts in words, without the wording of the offence.
  private record Told(List<String> facts, boolean offended) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void damagedStreamsAreToldAsFarAsTheyAreGoodAndThenOneOffence(long seed) {
    Random random = new Random(seed);
    int offences = 0;
    int damaged = 0;
    for (int round = 0; round < STREAMS; round++) {
      byte[] good = conversation(random);
      byte[] bytes = damaged(good, random);
      damaged += Arrays.equals(good, bytes) ? 0 : 1;
      PlainReader.Story story = PlainReader.read(bytes, LIMIT);
      Told told = tell(bytes, 1 + random.nextInt(bytes.length + 1));
      String where = "seed %d, round %d".formatted(seed, round);
      assertThat(told.facts()).as(where).isEqualTo(story.facts());
      switch (story.end()) {
        case WHOLE -> assertThat(told.offended()).as(where).isFalse();
        case OFFENCE -> assertThat(told.offended()).as(where).isTrue();
        // What is missing may already be known to be wrong, or not.
        case CUT_OFF -> {}
      }
      offences += told.offended() ? 1 : 0;
    }
    assertThat(damaged).as("streams with damage").isGreaterThan(20_000);
    assertThat(offences).as("offences").isBetween(12_000, STREAMS);
  }

  @Test
  void everyCutAndEveryPortionTellsTheSame() {
    Random random = new Random(6);
    for (int round = 0; round < 60; round++) {
      byte[] bytes = damaged(conversation(random), random);
      Told whole = tell(bytes, bytes.length + 1);
      for (int portion = 1; portion <= Math.min(bytes.length, 120); portion++) {
        assertThat(tell(bytes, portion)).as("round %d, by %d", round, portion).isEqualTo(whole);
      }
      for (int end = 0; end < bytes.length; end++) {
        byte[] cut = Arrays.copyOf(bytes, end);
        Told part = tell(cut, end + 1);
        assertThat(part.facts())
            .as("round %d, cut at %d", round, end)
            .isEqualTo(whole.facts().subList(0, part.facts().size()));
        assertThat(whole.offended() || !part.offended()).isTrue();
      }
    }
  }

  private static Told tell(byte[] original, int portion) {
    byte[] bytes = original.clone();
    FrameDecoder decoder = new FrameDecoder(LIMIT);
    Conversation conversation = new Conversation(1);
    RecordedFacts facts = new RecordedFacts();
    for (int from = 0; from < bytes.length; from += portion) {
      decoder.offer(bytes, from, Math.min(bytes.length, from + portion));
      boolean more = true;
      // Each message has a header, and an offence is the last thing: more rounds would be a hang.
      for (int turns = 0; more; turns++) {
        assertThat(turns).isLessThanOrEqualTo(bytes.length / FrameHeader.BYTES + 1);
        more = conversation.tell(decoder.next(), facts, 0);
      }
    }
    List<String> told = new ArrayList<>();
    int violations = 0;
    for (RecordedFacts.Fact fact : facts.all()) {
      assertThat(violations).as("nothing after an offence").isZero();
      if (fact.what().equals("violation")) {
        violations++;
        assertThat(fact.value().toString()).hasSizeLessThan(1_000).doesNotContain("\n");
      } else {
        told.add(fact.what());
      }
    }
    return new Told(told, violations > 0);
  }

  private static byte[] conversation(Random random) {
    ByteBuffer all = ByteBuffer.allocate(1 << 14);
    if (random.nextInt(20) == 0) {
      all.put(frame(FrameType.FAILED, 0, 0, "{\"type\":\"ImportError\",\"message\":\"no docs\"}"));
      return Arrays.copyOf(all.array(), all.position());
    }
    all.put(frame(FrameType.HELLO, 0, 0, "{\"protocol\":1,\"pid\":7,\"tid\":7,\"runtime\":\"x\"}"));
    for (int i = random.nextInt(6); i > 0; i--) {
      int task = 1 + random.nextInt(1_000);
      StringBuilder json = new StringBuilder();
      JsonCheckTest.appendValue(json, random, 2);
      FrameType type = random.nextInt(4) == 0 ? FrameType.FAILED : FrameType.DONE;
      all.put(frame(type, task, 1, json.toString()));
    }
    if (random.nextBoolean()) {
      all.put(frame(FrameType.BYE, 0, 0, ""));
    }
    return Arrays.copyOf(all.array(), all.position());
  }

  private static byte[] frame(FrameType type, int task, int attempt, String json) {
    byte[] payload = json.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[FrameHeader.BYTES + payload.length];
    FrameHeader.write(frame, type, task, attempt, payload.length);
    System.arraycopy(payload, 0, frame, FrameHeader.BYTES, payload.length);
    return frame;
  }

  private static byte[] damaged(byte[] good, Random random) {
    byte[] bytes = good.clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(9)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 3 -> number(bytes, random, FrameHeader.LENGTH_AT, random.nextInt());
        case 4 -> number(bytes, random, FrameHeader.LENGTH_AT, random.nextInt(LIMIT + 5));
        case 5 -> {
          int field = random.nextBoolean() ? FrameHeader.TASK_AT : FrameHeader.ATTEMPT_AT;
          number(bytes, random, field, random.nextInt(-2, 3));
        }
        case 6 -> type(bytes, random);
        case 7 -> bytes = spliced(bytes, at, bytes, random);
        default -> bytes = spliced(bytes, at, conversation(random), random);
      }
    }
    return bytes;
  }

  /// Writes a number into a header that is whole.
  private static void number(byte[] bytes, Random random, int offset, int value) {
    int at = headerAt(bytes, random) + offset;
    if (at + 4 <= bytes.length) {
      ByteBuffer.wrap(bytes).putInt(at, value);
    }
  }

  private static void type(byte[] bytes, Random random) {
    int at = headerAt(bytes, random) + 4;
    if (at < bytes.length) {
      bytes[at] = (byte) random.nextInt(-1, 12);
    }
  }

  /// Where some header begins, with at least five bytes of it.
  private static int headerAt(byte[] bytes, Random random) {
    int from = random.nextInt(bytes.length);
    for (int at = from; at >= 0; at--) {
      if (at + 5 <= bytes.length && bytes[at] == 'L' && bytes[at + 1] == 'G') {
        return at;
      }
    }
    return Math.max(0, Math.min(from, bytes.length - 5));
  }

  /// Puts a piece of the other one into the first: messages twice, in the wrong order, and in each
  /// other.
  private static byte[] spliced(byte[] into, int at, byte[] other, Random random) {
    int from = random.nextInt(other.length);
    int to = random.nextInt(from, other.length + 1);
    int place = random.nextBoolean() ? at : headerAt(into, random);
    ByteBuffer result = ByteBuffer.allocate(into.length + to - from);
    result.put(into, 0, place).put(other, from, to - from).put(into, place, into.length - place);
    return result.array();
  }
}
