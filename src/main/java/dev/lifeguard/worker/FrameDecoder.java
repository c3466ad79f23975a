package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import java.util.Arrays;

/// Finds the messages in what a worker writes, in whatever portions it arrives. Nothing is
/// allocated for a payload before its announced length was compared with the limit, and then only
/// what has arrived, twice at most. Owned by one thread.
///
/// Use: [#offer] a portion, then [#next] until it answers [Decoded#NOTHING]. The array is the
/// caller's again after that.
final class FrameDecoder {
  /// Payloads up to this size get their array at once.
  private static final int SMALL_BYTES = 64 << 10;

  private static final byte[] EMPTY = new byte[0];

  private final long limitBytes;
  private final byte[] header = new byte[FrameHeader.BYTES];
  private final JsonCheck check = new JsonCheck();
  private int headerFill;
  private byte[] payload = EMPTY;
  private int payloadFill;
  private int payloadBytes;
  private boolean broken;

  private byte[] chunk = EMPTY;
  private int position;
  private int end;

  /// @param limitBytes the largest payload
  FrameDecoder(int limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Gives the next portion, which is written to where it has line breaks.
  void offer(byte[] bytes, int from, int to) {
    chunk = bytes;
    position = from;
    end = to;
  }

  /// The next message in the portion.
  Decoded next() {
    if (broken) {
      return Decoded.NOTHING;
    }
    if (headerFill < FrameHeader.BYTES) {
      int taken = Math.min(FrameHeader.BYTES - headerFill, end - position);
      System.arraycopy(chunk, position, header, headerFill, taken);
      headerFill += taken;
      position += taken;
      if (!looksLikeHeader()) {
        return offence("it wrote something that is no message", header, 0, headerFill);
      }
      if (headerFill < FrameHeader.BYTES) {
        return Decoded.NOTHING;
      }
      if (!beginPayload()) {
        return tooLong();
      }
    }
    return payload();
  }

  /// Judges by as many bytes as there are, because a program that is no worker may never write
  /// twenty.
  private boolean looksLikeHeader() {
    for (int i = 0; i < Math.min(4, headerFill); i++) {
      if (header[i] != (byte) (FrameHeader.MAGIC >>> (24 - 8 * i))) {
        return false;
      }
    }
    if (headerFill < FrameHeader.BYTES) {
      return true;
    }
    return FrameType.isFromWorker(header[4])
        && (FrameHeader.intAt(header, 4) & 0xffffff) == 0
        && FrameHeader.intAt(header, FrameHeader.TASK_AT) >= 0
        && FrameHeader.intAt(header, FrameHeader.ATTEMPT_AT) >= 0;
  }

  private boolean beginPayload() {
    long announced = announcedBytes();
    if (announced > limitBytes) {
      return false;
    }
    payloadBytes = (int) announced;
    payloadFill = 0;
    payload = new byte[Math.min(payloadBytes, SMALL_BYTES)];
    check.restart();
    return true;
  }

  private long announcedBytes() {
    return FrameHeader.intAt(header, FrameHeader.LENGTH_AT) & 0xffffffffL;
  }

  private Decoded payload() {
    int taken = Math.min(payloadBytes - payloadFill, end - position);
    int wrong = check.accept(chunk, position, position + taken);
    if (check.verdict() == JsonCheck.Verdict.BROKEN) {
      return notJson(wrong);
    }
    keep(taken);
    position += taken;
    return payloadFill < payloadBytes ? Decoded.NOTHING : message();
  }

  private void keep(int taken) {
    boolean tooDeep = check.verdict() == JsonCheck.Verdict.TOO_DEEP;
    if (!tooDeep) {
      int needed = payloadFill + taken;
      if (needed > payload.length) {
        long doubled = Math.max(needed, payload.length * 2L);
        payload = Arrays.copyOf(payload, (int) Math.min(doubled, payloadBytes));
      }
      System.arraycopy(chunk, position, payload, payloadFill, taken);
    } else {
      payload = EMPTY;
    }
    payloadFill += taken;
  }

  private Decoded message() {
    FrameType type = FrameType.of(header[4]);
    JsonCheck.Verdict verdict = check.verdict();
    boolean mayBeEmpty = type == FrameType.BYE && payloadBytes == 0;
    if (verdict == JsonCheck.Verdict.UNFINISHED && !mayBeEmpty) {
      int from = Math.max(0, payload.length - Quoted.MOST_BYTES);
      String what = "the payload of its `" + name(type) + "` message is not one whole JSON value";
      return offence(what, payload, from, payload.length);
    }
    Decoded.Message message =
        new Decoded.Message(
            type,
            FrameHeader.intAt(header, FrameHeader.TASK_AT),
            FrameHeader.intAt(header, FrameHeader.ATTEMPT_AT),
            Payload.of(payload),
            verdict == JsonCheck.Verdict.TOO_DEEP);
    headerFill = 0;
    payload = EMPTY;
    return message;
  }

  private Decoded notJson(int wrong) {
    long offset = (long) payloadFill + wrong - position;
    String what =
        "the payload of its `%s` message is not JSON in UTF-8 from byte %d on"
            .formatted(name(FrameType.of(header[4])), offset + 1);
    return offence(what, chunk, wrong, end);
  }

  private Decoded tooLong() {
    String what =
        "it announced a message of %d bytes, and the limit (limits.message) is %d"
            .formatted(announcedBytes(), limitBytes);
    return offence(what, header, 0, headerFill);
  }

  private static String name(FrameType type) {
    return type.name().toLowerCase(java.util.Locale.ROOT);
  }

  private Decoded offence(String what, byte[] bytes, int from, int to) {
    broken = true;
    String sentence = what + ": " + Quoted.bytes(bytes, from, to);
    payload = EMPTY;
    return new Decoded.Offence(sentence);
  }
}
