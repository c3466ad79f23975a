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

final class FrameDecoderTest {
  private static final int LIMIT = 1 << 20;

  @Test
  void messageInAnyPortionsIsTheSame() {
    byte[] first = frame(FrameType.DONE, 7, 2, "{\"a\":\n[1,2]}");
    byte[] second = frame(FrameType.BYE, 0, 0, "");
    byte[] both = ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    for (int size = 1; size <= both.length; size++) {
      List<Decoded> found = decode(new FrameDecoder(LIMIT), both.clone(), size);
      assertThat(found).hasSize(2);
      Decoded.Message done = (Decoded.Message) found.getFirst();
      assertThat(done.type()).isEqualTo(FrameType.DONE);
      assertThat(done.task()).isEqualTo(7);
      assertThat(done.attempt()).isEqualTo(2);
      assertThat(new String(done.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": [1,2]}");
      assertThat(((Decoded.Message) found.getLast()).type()).isEqualTo(FrameType.BYE);
    }
  }

  @Test
  void foreignTextIsAnOffenceBeforeAHeaderIsWhole() {
    assertThat(offence("Hi".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("it wrote something that is no message: 48 69 \"Hi\"");
    assertThat(offence("LGQ".getBytes(StandardCharsets.UTF_8))).contains("4c 47 51 \"LGQ\"");
  }

  @Test
  void announcedLengthOverTheLimitIsRefusedBeforeAnythingIsAllocated() {
    byte[] huge = frame(FrameType.DONE, 1, 1, "");
    Arrays.fill(huge, FrameHeader.LENGTH_AT, FrameHeader.BYTES, (byte) 0xff);
    assertThat(offence(huge))
        .startsWith("it announced a message of 4294967295 bytes, and the limit (limits.message)");
  }

  @Test
  void limitItselfIsAllowed() {
    byte[] most = frame(FrameType.DONE, 1, 1, "\"" + "x".repeat(LIMIT - 2) + "\"");
    assertThat(decode(new FrameDecoder(LIMIT), most, 60_000)).hasSize(1);
    byte[] more = frame(FrameType.DONE, 1, 1, "\"" + "x".repeat(LIMIT - 1) + "\"");
    assertThat(offence(more)).contains("1048577");
  }

  @Test
  void payloadThatIsNoJsonIsAnOffenceWithItsPlace() {
    assertThat(offence(frame(FrameType.DONE, 1, 1, "[1,oops]")))
        .isEqualTo(
            "the payload of its `done` message is not JSON in UTF-8 from byte 4 on:"
                + " 6f 6f 70 73 5d \"oops]\"");
    assertThat(offence(frame(FrameType.DONE, 1, 1, "[1")))
        .isEqualTo("the payload of its `done` message is not one whole JSON value: 5b 31 \"[1\"");
    assertThat(offence(frame(FrameType.HELLO, 0, 0, ""))).contains("`hello`", "nothing");
  }

  @Test
  void ordersAndNegativeNumbersAndReservedBytesAreOffences() {
    assertThat(offence(frame(FrameType.RUN, 1, 1, "1"))).contains("no message");
    assertThat(offence(frame(FrameType.DONE, -1, 1, "1"))).contains("no message");
    assertThat(offence(frame(FrameType.DONE, 1, -1, "1"))).contains("no message");
    byte[] reserved = frame(FrameType.DONE, 1, 1, "1");
    reserved[6] = 1;
    assertThat(offence(reserved)).contains("no message");
  }

  @Test
  void deepPayloadIsMarkedAndTheNextMessageIsRead() {
    byte[] deep = frame(FrameType.DONE, 1, 1, "[".repeat(600) + "]".repeat(600));
    byte[] next = frame(FrameType.DONE, 2, 1, "2");
    byte[] both = ByteBuffer.allocate(deep.length + next.length).put(deep).put(next).array();
    List<Decoded> found = decode(new FrameDecoder(LIMIT), both, 7);
    assertThat(((Decoded.Message) found.getFirst()).tooDeep()).isTrue();
    assertThat(((Decoded.Message) found.getLast()).payload()).isEqualTo(new byte[] {'2'});
  }

  /// Good messages with damage: never an exception, never a message after an offence, and never
  /// more than was sent.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noDamageIsTooMuch(long seed) {
    Random random = new Random(seed);
    int offences = 0;
    for (int round = 0; round < 20_000; round++) {
      FrameType[] types = {FrameType.HELLO, FrameType.DONE, FrameType.FAILED, FrameType.BYE};
      ByteBuffer all = ByteBuffer.allocate(4096);
      int messages = 1 + random.nextInt(5);
      for (int i = 0; i < messages; i++) {
        String json = "[\"" + "x".repeat(random.nextInt(300)) + "\"," + random.nextInt() + "]";
        all.put(frame(types[random.nextInt(4)], random.nextInt(100), 1, json));
      }
      byte[] bytes = Arrays.copyOf(all.array(), all.position());
      int damages = random.nextInt(4);
      for (int i = 0; i < damages; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      List<Decoded> found =
          decode(new FrameDecoder(1000), bytes, 1 + random.nextInt(bytes.length));
      assertThat(found).hasSizeLessThanOrEqualTo(messages + 1);
      for (int i = 0; i < found.size() - 1; i++) {
        assertThat(found.get(i)).isInstanceOf(Decoded.Message.class);
      }
      offences += found.isEmpty() || found.getLast() instanceof Decoded.Message ? 0 : 1;
      assertThat(damages > 0 || found.size() == messages).isTrue();
    }
    assertThat(offences).isGreaterThan(1000);
  }

  private static String offence(byte[] bytes) {
    List<Decoded> found = decode(new FrameDecoder(LIMIT), bytes, bytes.length);
    assertThat(found).hasSize(1);
    return ((Decoded.Offence) found.getFirst()).sentence();
  }

  private static List<Decoded> decode(FrameDecoder decoder, byte[] bytes, int portion) {
    List<Decoded> found = new ArrayList<>();
    for (int from = 0; from < bytes.length; from += portion) {
      decoder.offer(bytes, from, Math.min(bytes.length, from + portion));
      for (Decoded next = decoder.next();
          !(next instanceof Decoded.Nothing);
          next = decoder.next()) {
        found.add(next);
      }
    }
    return found;
  }

  private static byte[] frame(FrameType type, int task, int attempt, String json) {
    byte[] payload = json.getBytes(StandardCharsets.UTF_8);
    byte[] frame = new byte[FrameHeader.BYTES + payload.length];
    FrameHeader.write(frame, type, task, attempt, payload.length);
    System.arraycopy(payload, 0, frame, FrameHeader.BYTES, payload.length);
    return frame;
  }
}
