package dev.lifeguard.probe.windows;

import java.io.IOException;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The environment of a new process as Windows wants it: one text of `NAME=value`, each ended by a
/// zero character, in the order of the names. Pure.
final class EnvironmentBlock {
  /// Without it the libraries of Windows are not found, sockets for one; whoever empties the
  /// environment means that of the program.
  private static final String SYSTEM_ROOT = "SystemRoot";

  /// Windows compares names as if written in capitals; the library's order without regard for case
  /// is that of small letters, in which `_` has another place.
  private static final Comparator<String> AS_CAPITALS =
      Comparator.comparing((String name) -> name.toUpperCase(Locale.ROOT));

  private EnvironmentBlock() {}

  /// The text, to which the last zero character has to be added.
  ///
  /// @param own the variables of this process
  /// @throws IOException with a sentence for the user, when a variable cannot be said
  static String of(Map<String, String> variables, Map<String, String> own) throws IOException {
    Map<String, String> all = new TreeMap<>(AS_CAPITALS);
    all.putAll(variables);
    own.entrySet().stream()
        .filter(each -> each.getKey().equalsIgnoreCase(SYSTEM_ROOT))
        .forEach(each -> all.putIfAbsent(each.getKey(), each.getValue()));
    StringBuilder block = new StringBuilder();
    for (Map.Entry<String, String> each : all.entrySet()) {
      String line = each.getKey() + "=" + each.getValue();
      if (line.indexOf('\0') >= 0) {
        throw new IOException("a variable has a zero character, with which it would end");
      }
      block.append(line).append('\0');
    }
    return block.isEmpty() ? "\0" : block.toString();
  }
}
