package dev.lifeguard.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Arguments for programs on Windows, where a program gets one line and takes it apart by itself,
/// by rules that nearly all share (those of Microsoft's C runtime and `CommandLineToArgvW`): white
/// space separates, double quotes protect it, `\"` is a quote, and backslashes are special only
/// before a quote.
///
/// The Java library (read in JDK 25, `ProcessImpl`) puts quotes around an argument that is empty or
/// has white space, and doubles the backslashes at its end; a quote inside it leaves alone, which
/// tears the argument apart. What it leaves out is done here beforehand.
public final class WindowsArguments {
  private static final String UNSAFE_IN_BATCH = "\"%&|<>^!\r\n";

  private WindowsArguments() {}

  /// Arguments that the Java library puts on a line rightly; the program's own name stays as it is.
  public static List<String> forJava(List<String> words) {
    List<String> safe = new ArrayList<>();
    for (String word : words) {
      safe.add(safe.isEmpty() ? word : escaped(word));
    }
    return safe;
  }

  /// Quotes get a backslash before them, and the backslashes before a quote are doubled.
  private static String escaped(String word) {
    if (word.indexOf('"') < 0) {
      return word;
    }
    StringBuilder escaped = new StringBuilder();
    int backslashes = 0;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c == '"') {
        escaped.repeat('\\', backslashes + 1);
      }
      backslashes = c == '\\' ? backslashes + 1 : 0;
      escaped.append(c);
    }
    return escaped.toString();
  }

  /// Why these arguments must not go to this program, a sentence; empty when they may. A batch file
  /// is run by `cmd.exe`, which takes the line for a script of its own: an item with `&` in it
  /// would be a command.
  ///
  /// @param program the file
  public static Optional<String> refusal(String program, List<String> arguments) {
    String name = program.toLowerCase(Locale.ROOT);
    if (!name.endsWith(".bat") && !name.endsWith(".cmd")) {
      return Optional.empty();
    }
    return arguments.stream()
        .filter(word -> word.chars().anyMatch(c -> UNSAFE_IN_BATCH.indexOf(c) >= 0))
        .findFirst()
        .map(word ->
            "%s is a batch file, and cmd.exe would take a part of the argument %s for its own; name the program that it calls"
                .formatted(program, "`" + word.strip() + "`"));
  }
}
