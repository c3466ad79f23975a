package dev.lifeguard.journal;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The words that stand for the constants of an enumeration in a file: `TIMED_OUT` is `timed-out`.
/// The golden journals notice when a constant is renamed and the files of yesterday with it.
///
/// @param <E> the enumeration
final class Words<E extends Enum<E>> {
  private final Map<E, String> texts;
  private final Map<String, E> constants = new HashMap<>();

  Words(Class<E> type) {
    texts = new EnumMap<>(type);
    for (E value : type.getEnumConstants()) {
      String text = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
      texts.put(value, text);
      constants.put(text, value);
    }
  }

  String of(E value) {
    return Objects.requireNonNull(texts.get(value), "every constant has a word");
  }

  /// The constant that this word stands for.
  ///
  /// @throws Unreadable.UnknownWord if this version knows none
  E parse(String word) throws Unreadable {
    @Nullable E value = constants.get(word);
    if (value == null) {
      throw new Unreadable.UnknownWord(word);
    }
    return value;
  }
}
