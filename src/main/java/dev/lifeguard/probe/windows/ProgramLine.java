package dev.lifeguard.probe.windows;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Puts words on a line, from which a program makes the same words again: the opposite of
/// [CommandWords], where the rules stand. Pure.
final class ProgramLine {
  // CreateProcessW: 32,767 with the zero character at its end.
  private static final int MOST_LETTERS = 32_766;
  private static final String BLANK = " \t\n\r\f\u000B";
  // Separates the words of a batch file as a blank does.
  private static final String BLANK_IN_BATCH = BLANK + ",;=";

  private ProgramLine() {}

  /// The line. The program stands in quotes, so that nothing else can be meant: of `C:\my tools\x`
  /// Windows would try `C:\my.exe` first.
  ///
  /// @param words the program first, a path
  /// @throws IOException with a sentence for the user, when there can be no such line
  static String of(List<String> words) throws IOException {
    String program = words.getFirst();
    if (program.indexOf('"') >= 0) {
      throw new IOException("a file of Windows has no quote in its name");
    }
    if (words.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw new IOException("an argument has a zero character, with which it would end");
    }
    String separators = isBatch(program) ? BLANK_IN_BATCH : BLANK;
    StringBuilder line = new StringBuilder().append('"').append(program).append('"');
    for (String word : words.subList(1, words.size())) {
      append(line.append(' '), word, separators);
    }
    if (line.length() > MOST_LETTERS) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "its command line would have %,d characters, and Windows takes 32,766; hand the item"
                  + " over through the standard input or a file",
              line.length()));
    }
    return line.toString();
  }

  private static boolean isBatch(String program) {
    String name = program.toLowerCase(Locale.ROOT);
    return name.endsWith(".bat") || name.endsWith(".cmd");
  }

  private static void append(StringBuilder line, String word, String separators) {
    boolean plain =
        !word.isEmpty()
            && word.chars().noneMatch(letter -> letter == '"' || separators.indexOf(letter) >= 0);
    if (plain) {
      line.append(word);
      return;
    }
    line.append('"');
    int slashes = 0;
    for (int i = 0; i < word.length(); i++) {
      char letter = word.charAt(i);
      if (letter == '"') {
        line.repeat('\\', slashes + 1);
      }
      slashes = letter == '\\' ? slashes + 1 : 0;
      line.append(letter);
    }
    line.repeat('\\', slashes).append('"');
  }
}
