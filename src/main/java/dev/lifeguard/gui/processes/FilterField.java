package dev.lifeguard.gui.processes;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a filter can ask of a row.
enum FilterField {
  /// The word of its state.
  STATE(Kind.STATE),
  /// The number of its task, or the text of its item.
  TASK(Kind.TASK),
  /// Its process id.
  PID(Kind.NUMBER),
  /// Its processor time in percent of one processor.
  CPU(Kind.PERCENT),
  /// Its resident memory.
  RSS(Kind.SIZE),
  /// Its committed memory.
  COMMITTED(Kind.SIZE),
  /// Its reserved address space.
  RESERVED(Kind.SIZE);

  private static final String OTHER_WORD_FOR_RSS = "mem";

  private final Kind kind;

  FilterField(Kind kind) {
    this.kind = kind;
  }

  /// What it is compared with.
  enum Kind {
    STATE,
    TASK,
    NUMBER,
    PERCENT,
    SIZE
  }

  Kind kind() {
    return kind;
  }

  /// As it is typed.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The field of a word, however it is capitalised; `mem` is another word for `rss`.
  static Optional<FilterField> of(String word) {
    return word.equalsIgnoreCase(OTHER_WORD_FOR_RSS)
        ? Optional.of(RSS)
        : Arrays.stream(values()).filter(field -> field.word().equalsIgnoreCase(word)).findFirst();
  }
}
