package dev.lifeguard.engine;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.TaskAnswer;

/// The failure of a task whose item is over the limit for messages.
final class ItemTooLarge {
  private ItemTooLarge() {}

  static TaskAnswer.Failure failure(long bytes, long most) {
    String message =
        "the item has "
            + ByteSize.text(bytes)
            + ", and limits.message allows "
            + ByteSize.text(most);
    // Neither text holds a character that JSON escapes.
    return new TaskAnswer.Failure(
        "ItemTooLarge",
        message,
        Payload.of(
            "{\"type\":\"ItemTooLarge\",\"message\":\"" + message + "\",\"traceback\":\"\"}"));
  }
}
