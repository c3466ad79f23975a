package dev.lifeguard.gui.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A request in the notation of the terminal, to be pasted into one.
final class CommandLine {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=+@%,-]+");

  private CommandLine() {}

  /// The command line that does the same.
  ///
  /// @param here the directory that needs no mention, because it is where commands are typed
  static String of(LaunchRequest request, String here) {
    List<String> words = new ArrayList<>(List.of("lifeguard", "run"));
    words.add("--python");
    words.add(quote(request.target().isEmpty() ? "MODULE:FUNCTION" : request.target()));
    words.add("--items");
    words.add(
        switch (request.items()) {
          case LaunchRequest.Items.Source(String notation) ->
              notation.isEmpty() ? "FILE" : notation.equals("..") ? "A..B" : quote(notation);
          case LaunchRequest.Items.Typed _ -> "-";
        });
    words.add("--workers");
    words.add(String.valueOf(request.workers()));
    request
        .retries()
        .ifPresent(retries -> {
          words.add("--retries");
          words.add(String.valueOf(retries));
        });
    if (!request.interpreter().isEmpty()) {
      words.add("--set");
      words.add(quote("worker.interpreter=" + request.interpreter()));
    }
    String command = String.join(" ", words);
    if (request.items() instanceof LaunchRequest.Items.Typed(List<String> lines)) {
      command = "printf '%s\\n' " + quoteAll(lines) + " | " + command;
    }
    // Not `worker.directory`: relative paths in the request start from this directory, too.
    return request.directory().equals(here)
        ? command
        : "cd " + quote(request.directory()) + " && " + command;
  }

  private static String quoteAll(List<String> lines) {
    return lines.stream().map(CommandLine::quote).collect(Collectors.joining(" "));
  }

  /// A word as a POSIX shell takes it literally.
  private static String quote(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
