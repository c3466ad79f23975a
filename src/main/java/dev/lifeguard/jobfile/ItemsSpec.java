package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.nio.file.Path;
import java.util.List;

/// Where a job's items come from. Paths and patterns are absolute.
public sealed interface ItemsSpec {
  /// The longest range: so many tasks still fit into the memory of a supervisor.
  int MOST_ITEMS = 100_000_000;

  /// JSON values that stand in the job file.
  record Inline(List<Payload> values) implements ItemsSpec {
    /// Takes a copy of the list.
    public Inline {
      values = List.copyOf(values);
    }

    /// Each line that is not empty as an item, a string.
    public static Inline ofLines(List<String> lines) {
      return new Inline(
          lines.stream().filter(line -> !line.isEmpty()).map(Inline::string).toList());
    }

    private static Payload string(String line) {
      StringBuilder json = new StringBuilder();
      JsonText.appendString(line, json);
      return Payload.of(json.toString());
    }
  }

  /// Whole numbers, both ends included; the last is not below the first, and there are at most
  /// [#MOST_ITEMS] of them.
  record Range(long first, long last) implements ItemsSpec {}

  /// The lines of a UTF-8 file, without empty ones.
  record Lines(Path file) implements ItemsSpec {}

  /// The JSON values of a file, one in a line.
  record Jsonl(Path file) implements ItemsSpec {}

  /// The rows of a table (RFC 4180), each an object with the names of the first row.
  record Csv(Path file) implements ItemsSpec {}

  /// The paths of the regular files that match, sorted.
  ///
  /// @param pattern absolute, with `/` between names, `*`, `?`, `[…]`, `{a,b}`, `**` and `\` before
  ///   a character that stands for itself
  record Glob(String pattern) implements ItemsSpec {}

  /// Standard input, item by item as they arrive.
  record Stdin(Format format) implements ItemsSpec {
    /// What the lines of standard input are.
    public enum Format {
      /// Text, one item in a line.
      LINES,
      /// JSON, one value in a line.
      JSONL
    }
  }
}
