package dev.lifeguard.journal;

import java.io.Serial;

/// A line that makes no event. Never leaves this package: a [JournalLine] tells it.
class Unreadable extends Exception {
  @Serial private static final long serialVersionUID = 1;

  Unreadable(String why) {
    // Damaged files have many of these, and nobody looks at the stack.
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }

  /// A word that a newer version may know.
  static final class UnknownWord extends Unreadable {
    @Serial private static final long serialVersionUID = 1;

    UnknownWord(String word) {
      super("the word '" + word + "' is unknown");
    }
  }
}
