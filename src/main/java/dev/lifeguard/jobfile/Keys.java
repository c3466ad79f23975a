package dev.lifeguard.jobfile;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Every key of a job file, by the section it stands in.
final class Keys {
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "",
          List.of(
              "name", "worker", "tasks", "limits", "retry", "restart", "stop", "record", "sources"),
          "worker",
          List.of(
              "python",
              "command",
              "java",
              "program",
              "interpreter",
              "start",
              "preload",
              "initializer",
              "classpath",
              "jvm",
              "stdin",
              "directory",
              "environment",
              "count"),
          "tasks",
          List.of("inline", "range", "lines", "jsonl", "csv", "glob", "stdin"),
          "limits",
          List.of(
              "task-timeout",
              "soft-timeout",
              "hang-after",
              "on-hang",
              "memory",
              "recycle-memory",
              "recycle-tasks",
              "message"),
          "retry",
          List.of("lost", "failed", "timed-out", "quarantine-after"),
          "restart",
          List.of("most", "within", "backoff"),
          "stop",
          List.of("grace", "on-failure"),
          "record",
          List.of("sync"),
          "sources",
          List.of("path", "bytes", "sha256"));

  private Keys() {}

  /// The keys that a section takes, in the order of the file.
  static List<String> of(String section) {
    return KEYS.getOrDefault(section, List.of());
  }

  /// A section's name and a key's as one: `limits.message`; either may be empty.
  static String dotted(String section, String key) {
    return section.isEmpty() || key.isEmpty() ? section + key : section + "." + key;
  }

  /// What to do about a key that nobody knows.
  static String remedy(String section, String wrong) {
    return Nearest.to(wrong, of(section))
        .map(key -> dotted(section, key))
        .or(() -> elsewhere(wrong))
        .map(key -> "did you mean " + key + "?")
        .orElseGet(() -> "the keys here are " + String.join(", ", of(section)));
  }

  private static Optional<String> elsewhere(String wrong) {
    return Stream.of("", "worker", "tasks", "limits", "retry", "restart", "stop", "record")
        .filter(section -> of(section).contains(wrong))
        .map(section -> dotted(section, wrong))
        .findFirst();
  }
}
