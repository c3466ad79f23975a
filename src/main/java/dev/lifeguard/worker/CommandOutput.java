package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.WindowsCode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What one attempt of a command has printed: its last 64 KiB, and the answers that hold them.
/// Owned by one thread.
final class CommandOutput {
  private static final int MOST_BYTES = 64 << 10;
  private static final byte[] EMPTY = {};
  private static final Payload SILENT_SUCCESS = Payload.of("{\"exitCode\":0,\"output\":\"\"}");

  private byte[] kept = EMPTY;
  private int fill;
  private boolean isCut;

  /// Keeps this portion.
  void append(byte[] bytes, int count) {
    if (count >= MOST_BYTES) {
      isCut |= fill > 0 || count > MOST_BYTES;
      kept = Arrays.copyOfRange(bytes, count - MOST_BYTES, count);
      fill = MOST_BYTES;
      return;
    }
    int excess = fill + count - MOST_BYTES;
    if (excess > 0) {
      System.arraycopy(kept, excess, kept, 0, fill - excess);
      fill -= excess;
      isCut = true;
    }
    if (fill + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.min(MOST_BYTES, Math.max(fill + count, 2 * fill)));
    }
    System.arraycopy(bytes, 0, kept, fill, count);
    fill += count;
  }

  /// The result of a command that exited with 0.
  Payload success() {
    return fill == 0 ? SILENT_SUCCESS : Payload.of("{\"exitCode\":0,\"output\":" + text() + "}");
  }

  /// The failure of a command that exited with something else.
  TaskAnswer.Failure failure(int exitCode) {
    String message = "exit code " + WindowsCode.text(exitCode);
    String json =
        "{\"type\":\"ExitCode\",\"message\":\"%s\",\"traceback\":\"\",\"exitCode\":%d,\"output\":%s}"
            .formatted(message, exitCode, text());
    return new TaskAnswer.Failure("ExitCode", message, Payload.of(json));
  }

  /// The failure of an attempt for which there is no process.
  static TaskAnswer.Failure refusal(String reason) {
    String json =
        "{\"type\":\"CommandError\",\"message\":%s,\"traceback\":\"\"}".formatted(quoted(reason));
    return new TaskAnswer.Failure("CommandError", reason, Payload.of(json));
  }

  private String text() {
    int from = 0;
    while (isCut && from < Math.min(3, fill) && (kept[from] & 0xc0) == 0x80) {
      from++; // the rest of a character that was cut
    }
    return quoted(new String(kept, from, fill - from, StandardCharsets.UTF_8));
  }

  /// A text as JSON.
  static String quoted(String text) {
    StringBuilder json = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < ' ' || (Character.isSurrogate(c) && !isPaired(text, i))) {
            json.append("\\u%04x".formatted((int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    return json.append('"').toString();
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
