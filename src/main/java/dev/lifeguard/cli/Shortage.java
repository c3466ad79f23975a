package dev.lifeguard.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Tells when this program is given too little to work with, and what to raise: a Java program that
/// runs out of files or threads breaks anywhere, and says nothing that helps.
final class Shortage {
  // The program's own jars, the journal, the kernel's log, and a few workers with 6 each.
  private static final int FEWEST_FILES = 64;
  // A Java machine has about 25 threads before anything of ours runs, and each counts.
  private static final int FEWEST_PROCESSES = 64;

  private Shortage() {}

  /// What is too little for any job here, from the limits of this process.
  static Optional<String> atStart() {
    try {
      String limits = Files.readString(Path.of("/proc/self/limits"));
      return in(limits, "root".equals(System.getProperty("user.name")));
    } catch (IOException _) {
      // Not Linux, or hidden; then it shows later.
      return Optional.empty();
    }
  }

  /// The same of a text like `/proc/self/limits` (proc_pid_limits(5)).
  ///
  /// @param root whom the limit of processes does not hold
  static Optional<String> in(String limits, boolean root) {
    int files = limit(limits, "Max open files");
    if (files < FEWEST_FILES) {
      return Optional.of(
          "only %d open files are allowed and %d are the least to begin with; raise the limit, for example with `ulimit -n 1024`"
              .formatted(files, FEWEST_FILES));
    }
    int processes = limit(limits, "Max processes");
    return processes >= FEWEST_PROCESSES || root
        ? Optional.empty()
        : Optional.of(
            "only %d processes and threads are allowed to this user and %d are the least to begin with; raise the limit, for example with `ulimit -u 1024`"
                .formatted(processes, FEWEST_PROCESSES));
  }

  private static int limit(String limits, String name) {
    return limits
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> List.of(line.substring(name.length()).strip().split(" ", -1)).getFirst())
        .filter(value -> value.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .findFirst()
        .orElse(Integer.MAX_VALUE);
  }

  /// What was too little when this was thrown; empty when it is about something else.
  static Optional<String> behind(Throwable thrown) {
    Optional<String> found = Optional.empty();
    Throwable at = thrown;
    for (int depth = 0; depth < 20 && at != null && found.isEmpty(); depth++) {
      found = sentence(at);
      at = at.getCause();
    }
    return found;
  }

  private static Optional<String> sentence(Throwable thrown) {
    String message = String.valueOf(thrown.getMessage());
    if (thrown instanceof OutOfMemoryError && message.contains("native thread")) {
      return Optional.of(
          "no further thread may be started: the limit of processes (`ulimit -u`, or a container's"
              + " pids limit) is reached, or there is no memory; raise the limit or run fewer"
              + " workers");
    }
    if (message.contains("Too many open files")) {
      return Optional.of(
          "too many open files; raise the limit, for example with `ulimit -n 1024`, or run fewer"
              + " workers");
    }
    if (thrown instanceof OutOfMemoryError && message.contains("heap space")) {
      return Optional.of("Lifeguard's own memory is used up; give Java more of it (-Xmx)");
    }
    return Optional.empty();
  }
}
