package dev.lifeguard.engine;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.TaskAnswer;
import java.util.Optional;

/// The failure of a task whose item no worker will get.
final class RefusedItem {
  private RefusedItem() {}

  /// The failure of an item over the limit for messages; empty for one within it.
  static Optional<TaskAnswer.Failure> ifTooLarge(TaskSource.Item item, long most) {
    long bytes = item.json().size();
    if (bytes <= most) {
      return Optional.empty();
    }
    String message =
        "the item has "
            + ByteSize.text(bytes)
            + ", and limits.message allows "
            + ByteSize.text(most);
    return Optional.of(failure("ItemTooLarge", message));
  }

  /// The failure of an item that cannot be read any more.
  ///
  /// @param sentence why
  static TaskAnswer.Failure unreadable(String sentence) {
    return failure("ItemUnreadable", sentence);
  }

  private static TaskAnswer.Failure failure(String type, String message) {
    String json =
        "{\"type\":\"" + type + "\",\"message\":\"" + escaped(message) + "\",\"traceback\":\"\"}";
    return new TaskAnswer.Failure(type, message, Payload.of(json));
  }

  /// The text with what JSON does not allow in a string escaped (RFC 8259, section 7).
  private static String escaped(String text) {
    StringBuilder json = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append("\\u00").append(Character.forDigit(c >> 4, 16));
        json.append(Character.forDigit(c & 15, 16));
      } else {
        json.append(c);
      }
    }
    return json.toString();
  }
}
