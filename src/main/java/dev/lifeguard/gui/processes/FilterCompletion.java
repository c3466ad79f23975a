package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.processes.FilterToken.Kind;
import dev.lifeguard.gui.processes.RowFilter.Comparison;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What could be typed next in a filter.
///
/// @param from the index of the first character that it takes the place of
/// @param to the index after the last one
/// @param text what stands there then
public record FilterCompletion(int from, int to, String text) {
  private static final FilterToken NOTHING = new FilterToken(Kind.END, "", 0, 0);

  /// The possibilities at a place, the likeliest first; none where anything may stand.
  ///
  /// @param caret where the user types
  public static List<FilterCompletion> at(String filter, int caret) {
    List<FilterToken> tokens = new ArrayList<>(FilterToken.of(filter.substring(0, caret)));
    tokens.removeLast();
    FilterToken typed = NOTHING;
    if (!tokens.isEmpty()
        && tokens.getLast().kind() == Kind.WORD
        && tokens.getLast().to() == caret) {
      typed = tokens.removeLast();
    }
    FilterToken before = tokens.isEmpty() ? NOTHING : tokens.getLast();
    String name = tokens.size() < 2 ? "" : tokens.get(tokens.size() - 2).text();
    String prefix = typed.text();
    int from = typed.equals(NOTHING) ? caret : typed.from();
    return words(before, name, prefix)
        .map(word -> new FilterCompletion(from, caret, word))
        .toList();
  }

  private static Stream<String> words(FilterToken before, String name, String prefix) {
    Optional<FilterField> complete = FilterField.of(prefix);
    if (before.kind() == Kind.UNCLOSED) {
      return Stream.of();
    }
    if (before.kind() == Kind.COMPARISON) {
      return FilterField.of(name).equals(Optional.of(FilterField.STATE))
          ? beginning(FilterValues.states().stream(), prefix)
          : Stream.of();
    }
    if (complete.isPresent()) {
      return signs(complete.get()).map(sign -> complete.get().word() + sign);
    }
    if (prefix.isEmpty()
        && before.kind() == Kind.WORD
        && FilterField.of(before.text()).isPresent()) {
      return signs(FilterField.of(before.text()).orElseThrow());
    }
    Stream<String> fields = Arrays.stream(FilterField.values()).map(FilterField::word);
    boolean operand = (before.isText() && !isKeyword(before)) || before.kind() == Kind.CLOSE;
    Stream<String> keywords = operand ? Stream.of("and", "or", "not") : Stream.of("not");
    return beginning(
        operand && prefix.isEmpty()
            ? Stream.concat(keywords, fields)
            : Stream.concat(fields, keywords),
        prefix);
  }

  private static boolean isKeyword(FilterToken token) {
    return token.is("and") || token.is("or") || token.is("not");
  }

  private static Stream<String> beginning(Stream<String> words, String prefix) {
    String lower = prefix.toLowerCase(Locale.ROOT);
    return words.filter(word -> word.startsWith(lower) && !word.equals(lower));
  }

  private static Stream<String> signs(FilterField field) {
    List<Comparison> signs =
        switch (field.kind()) {
          case STATE -> List.of(Comparison.EQUAL, Comparison.DIFFERENT);
          case TASK -> List.of(Comparison.CONTAINS, Comparison.EQUAL, Comparison.DIFFERENT);
          case NUMBER -> List.of(Comparison.EQUAL, Comparison.DIFFERENT, Comparison.CONTAINS);
          case PERCENT, SIZE -> List.of(Comparison.MORE, Comparison.LESS);
        };
    return signs.stream().map(Comparison::sign);
  }
}
