package dev.lifeguard.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what is wrong with a command line in the words of the rest of the program: the thing and
/// the remedy, and nothing of how it is read.
final class UsageError {
  private UsageError() {}

  /// One sentence without its end.
  static String sentence(ParameterException wrong) {
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    String help = "; see " + command + " --help";
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched, command)
          + alike(unmatched).map(it -> "; did you mean " + it + "?").orElse(help);
    }
    return Optional.ofNullable(wrong.getArgSpec())
            .flatMap(spec -> Optional.ofNullable(wrong.getValue()).flatMap(it -> refused(spec, it)))
            .orElseGet(wrong::getMessage)
        + help;
  }

  private static String unknown(UnmatchedArgumentException unmatched, String command) {
    String word = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return word + " is no option of " + command;
    }
    return isOfCommands(unmatched)
        ? "there is no command '" + word + "'"
        : "'" + word + "' is a word too many";
  }

  private static boolean isOfCommands(UnmatchedArgumentException unmatched) {
    return !unmatched.getCommandLine().getSubcommands().isEmpty();
  }

  private static Optional<String> alike(UnmatchedArgumentException unmatched) {
    return unmatched.isUnknownOption() || isOfCommands(unmatched)
        ? unmatched.getSuggestions().stream().findFirst()
        : Optional.empty();
  }

  /// What a value is not, where its type says what it could be.
  private static Optional<String> refused(ArgSpec spec, String value) {
    Class<?> type = spec.typeInfo().getAuxiliaryTypes()[0];
    String name = spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    if (type.isEnum()) {
      List<String> words =
          Arrays.stream(type.getEnumConstants())
              .map(it -> it.toString().toLowerCase(Locale.ROOT))
              .toList();
      return Optional.of(name + ": '" + value + "' is unknown; write " + choice(words));
    }
    boolean isShort = type == int.class || type == Integer.class;
    if (!isShort && type != long.class) {
      return Optional.empty();
    }
    boolean isNumber = value.matches("[+-]?\\d+");
    return Optional.of(
        name
            + ": '"
            + value
            + (isNumber
                ? "' is too large; write at most " + (isShort ? Integer.MAX_VALUE : Long.MAX_VALUE)
                : "' is no whole number; write one, as in 3"));
  }

  private static String choice(List<String> words) {
    int last = words.size() - 1;
    return String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }
}
