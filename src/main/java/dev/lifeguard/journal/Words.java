package dev.lifeguard.journal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The words that stand for the constants of an enumeration in a file: `TIMED_OUT` is `timed-out`.
/// The golden journals notice when a constant is renamed and the files of yesterday with it.
///
/// @param <E> the enumeration
final class Words<E extends Enum<E>> {
  private final String[] texts;
  private final Map<String, E> constants = new HashMap<>();

  Words(E[] values) {
    texts = new String[values.length];
    for (E value : values) {
      String text = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
      texts[value.ordinal()] = text;
      constants.put(text, value);
    }
  }

  String of(E value) {
    return texts[value.ordinal()];
  }

  /// The constant that this word stands for.
  ///
  /// @throws Unreadable.UnknownWord if this version knows none
  E parse(String word) throws Unreadable {
    E value = constants.get(word);
    if (value == null) {
      throw new Unreadable.UnknownWord(word);
    }
    return value;
  }
}
