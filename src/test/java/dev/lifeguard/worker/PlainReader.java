package dev.lifeguard.worker;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/// The protocol once more, as plainly as it can be read by somebody who has all bytes before him
/// and Jackson at hand: what a decoder is compared with.
final class PlainReader {
  private static final ObjectMapper JACKSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /// How the bytes end.
  enum End {
    /// After a whole message.
    WHOLE,
    /// With something that no worker may say.
    OFFENCE,
    /// In the middle of a message.
    CUT_OFF
  }

  /// What the bytes say.
  ///
  /// @param facts the names of the facts before the end
  record Story(List<String> facts, End end) {}

  private PlainReader() {}

  /// Reads them.
  ///
  /// @param limit of a payload, in bytes
  static Story read(byte[] bytes, int limit) {
    List<String> facts = new ArrayList<>();
    ByteBuffer all = ByteBuffer.wrap(bytes);
    boolean greeted = false;
    while (all.hasRemaining()) {
      String fact;
      try {
        fact = message(all, limit, greeted);
      } catch (BufferUnderflowException cutOff) {
        return new Story(facts, End.CUT_OFF);
      }
      if (fact.isEmpty()) {
        return new Story(facts, End.OFFENCE);
      }
      greeted |= fact.equals("ready");
      facts.add(fact);
    }
    return new Story(facts, End.WHOLE);
  }

  /// The fact in the next message; empty if it is none that a worker may send now.
  private static String message(ByteBuffer all, int limit, boolean greeted) {
    int magic = all.getInt();
    int word = all.getInt();
    int type = word >>> 24;
    int zero = word & 0xffffff;
    int task = all.getInt();
    int attempt = all.getInt();
    int length = all.getInt();
    if (magic != 0x4c475031 || zero != 0 || task < 0 || attempt < 0) {
      return "";
    }
    if (Integer.compareUnsigned(length, limit) > 0) {
      return "";
    }
    byte[] payload = new byte[length];
    if (type == 1 || type == 3 || type == 4 || type == 6) {
      all.get(payload);
    }
    boolean json = isJson(payload);
    return switch (type) {
      case 1 -> json && !greeted && isGreeting(payload) ? "ready" : "";
      case 3 -> json && greeted && task > 0 ? "answer" : "";
      case 4 -> !json ? "" : task > 0 && greeted ? "answer" : failedStart(task, greeted);
      case 6 -> json || length == 0 ? "bye" : "";
      default -> "";
    };
  }

  private static String failedStart(int task, boolean greeted) {
    return task == 0 && !greeted ? "startFailed" : "";
  }

  private static boolean isGreeting(byte[] payload) {
    JsonNode hello = JACKSON.readTree(payload);
    return hello.path("protocol").isInt() && hello.path("protocol").intValue() == 1;
  }

  private static boolean isJson(byte[] payload) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
      return !text.startsWith("\ufeff") && !JACKSON.readTree(text).isMissingNode();
    } catch (CharacterCodingException | JacksonException no) {
      return false;
    }
  }
}
