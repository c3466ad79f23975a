package dev.lifeguard.javaworker;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is told of something that went wrong.
///
/// @param type the class of the exception
/// @param message its text, at most 500 characters
/// @param traceback the stack with all causes, without Lifeguard's own frames, at most 64 Ki
///   characters
record Failure(String type, String message, String traceback) {
  private static final int MESSAGE_CHARACTERS = 500;
  private static final int TRACEBACK_CHARACTERS = 64 << 10;
  private static final String OWN_FRAME = "\tat " + Failure.class.getPackageName() + ".";

  Failure {
    if (message.length() > MESSAGE_CHARACTERS) {
      message = message.substring(0, MESSAGE_CHARACTERS - 1) + "…";
    }
  }

  static Failure of(Throwable thrown) {
    return new Failure(thrown.getClass().getName(), messageOf(thrown), tracebackOf(thrown));
  }

  private static String messageOf(Throwable thrown) {
    try {
      String message = thrown.getMessage();
      return message == null ? "" : message;
    } catch (RuntimeException | Error broken) {
      return "(its own text cannot be told: getMessage() threw)";
    }
  }

  private static String tracebackOf(Throwable thrown) {
    StringWriter all = new StringWriter();
    try {
      thrown.printStackTrace(new PrintWriter(all));
    } catch (RuntimeException | Error broken) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    all.toString()
        .lines()
        .filter(line -> !line.startsWith(OWN_FRAME))
        .forEach(line -> text.append(line).append('\n'));
    int excess = text.length() - TRACEBACK_CHARACTERS;
    if (excess > 0) {
      int quarter = TRACEBACK_CHARACTERS / 4;
      String gap = "\n... %d characters left out ...\n".formatted(excess);
      text.replace(quarter, quarter + excess, gap);
    }
    return text.toString();
  }

  /// The payload of a `failed` message.
  ///
  /// @param limit the most bytes; the stack is left out when it is in the way
  byte[] json(long limit) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("type", type);
    members.put("message", message);
    members.put("traceback", traceback);
    try {
      return JsonWriter.write(members, limit);
    } catch (NotJson tooLong) {
      return new Failure(type, message, "").json(Long.MAX_VALUE);
    }
  }
}
