package dev.lifeguard.gui.launch;

import java.util.List;
import java.util.stream.Collectors;

/// A request in the notation of the terminal, to be pasted into one.
final class CommandLine {
  private CommandLine() {}

  /// The command line that does the same.
  ///
  /// @param here the directory that needs no mention, because it is where commands are typed
  static String of(LaunchRequest request, String here) {
    String command = "lifeguard " + request.verb().word() + " " + quoteAll(request.arguments());
    if (!request.lines().isEmpty()) {
      command = "printf '%s\\n' " + quoteAll(request.lines()) + " | " + command;
    }
    // Not `worker.directory`: relative paths in the request start from this directory, too.
    return request.directory().equals(here)
        ? command
        : "cd " + ShellWords.quote(request.directory()) + " && " + command;
  }

  private static String quoteAll(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }
}
