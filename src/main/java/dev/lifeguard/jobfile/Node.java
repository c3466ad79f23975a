package dev.lifeguard.jobfile;

import java.util.List;
import java.util.Optional;

/// A value of a job file that nobody has understood yet, with the place where it was written.
sealed interface Node {
  /// Where it begins.
  Location at();

  /// What it is, for messages: `a whole number`, `a list`.
  String kindInWords();

  /// A single value.
  record Scalar(String text, Kind kind, Location at) implements Node {
    @Override
    public String kindInWords() {
      return kind.words;
    }
  }

  /// A list.
  record Sequence(List<Node> items, Location at) implements Node {
    @Override
    public String kindInWords() {
      return "a list";
    }
  }

  /// Keys with values, each key once.
  record Mapping(List<Entry> entries, Location at) implements Node {
    @Override
    public String kindInWords() {
      return "a mapping";
    }

    /// The value of a key.
    Optional<Entry> entry(String key) {
      return entries.stream().filter(entry -> entry.key.equals(key)).findFirst();
    }
  }

  /// A key with its value.
  record Entry(String key, Location at, Node value) {}

  /// What a scalar was by the core schema of YAML 1.2 (section 10.3).
  enum Kind {
    STRING("text"),
    WHOLE("a whole number"),
    DECIMAL("a decimal number"),
    BOOLEAN("true or false"),
    NULL("nothing"),
    /// From the command line, where nobody writes quotes: whatever the key wants.
    UNTYPED("text");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }
}
