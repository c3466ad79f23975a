package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.io.File;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads where the items come from: the section `tasks`, and the SOURCE of `--items`.
final class TasksSection {
  private static final Pattern RANGE = Pattern.compile("([-+]?\\d{1,40})\\.\\.([-+]?\\d{1,40})");
  private static final Pattern PREFIX =
      Pattern.compile("(lines|jsonl|csv|glob):(.*)", Pattern.DOTALL);

  private final PathBase base;

  TasksSection(PathBase base) {
    this.base = base;
  }

  /// The source that the section `tasks` names; empty if it was refused.
  Optional<ItemsSpec> section(Section tasks) {
    List<String> given = tasks.given();
    if (given.size() != 1) {
      String said = given.isEmpty() ? "names no source" : "names " + given.size() + " sources";
      // A misspelt source has been refused already, with the right spelling.
      if (!(given.isEmpty() && tasks.hasUnknown())) {
        tasks.refuse("", said + "; write one of " + String.join(", ", Keys.of("tasks")));
      }
      return Optional.empty();
    }
    String key = given.getFirst();
    try {
      return key.equals("inline") ? inline(tasks) : single(tasks, key);
    } catch (IllegalArgumentException e) {
      tasks.refuse(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<ItemsSpec> single(Section tasks, String key) {
    if (key.equals("stdin")) {
      return tasks
          .choice(key, List.of("lines", "jsonl"))
          .map(format -> ItemsSpec.Stdin.Format.valueOf(format.toUpperCase(Locale.ROOT)))
          .map(ItemsSpec.Stdin::new);
    }
    if (key.equals("range")) {
      return tasks.parsed(key, "0..999", TasksSection::range);
    }
    return tasks.text(key).map(value -> file(key, value));
  }

  private Optional<ItemsSpec> inline(Section tasks) {
    Optional<Node> node = tasks.node("inline");
    if (!(node.isPresent() && node.get() instanceof Node.Sequence list)) {
      tasks.refuse("inline", "is not a list; write inline: [first, second]");
      return Optional.empty();
    }
    List<Payload> values = new ArrayList<>();
    for (Node item : list.items()) {
      try {
        values.add(JsonText.of(item));
      } catch (IllegalArgumentException e) {
        tasks.refuse(item.at(), "inline", String.valueOf(e.getMessage()));
      }
    }
    return Optional.of(new ItemsSpec.Inline(values));
  }

  /// The source that a SOURCE on the command line means.
  ///
  /// @throws IllegalArgumentException if it means none, with a message for people
  ItemsSpec source(Section.Text source) {
    String text = source.text();
    Matcher prefix = PREFIX.matcher(text);
    if (RANGE.matcher(text).matches()) {
      return range(text);
    } else if (prefix.matches()) {
      return file(prefix.group(1), new Section.Text(prefix.group(2), source.at()));
    }
    String name = text.toLowerCase(Locale.ROOT);
    String format = name.endsWith(".jsonl") ? "jsonl" : name.endsWith(".csv") ? "csv" : "lines";
    return file(format, source);
  }

  private ItemsSpec file(String format, Section.Text text) {
    if (text.text().equals("-")) {
      return switch (format) {
        case "lines" -> new ItemsSpec.Stdin(ItemsSpec.Stdin.Format.LINES);
        case "jsonl" -> new ItemsSpec.Stdin(ItemsSpec.Stdin.Format.JSONL);
        default ->
            throw new IllegalArgumentException(
                "standard input is lines or jsonl; write - or jsonl:-, or name a file");
      };
    }
    if (format.equals("glob")) {
      return new ItemsSpec.Glob(pattern(text));
    }
    Path file = base.resolve(text);
    return switch (format) {
      case "jsonl" -> new ItemsSpec.Jsonl(file);
      case "csv" -> new ItemsSpec.Csv(file);
      default -> new ItemsSpec.Lines(file);
    };
  }

  private String pattern(Section.Text text) {
    if (text.text().isEmpty()) {
      throw new IllegalArgumentException("is empty; write a pattern, as in docs/**/*.md");
    }
    String absolute =
        GlobPattern.absolute(text.text(), base.at(text.at()).toString(), File.separatorChar);
    GlobPattern.parse(absolute);
    return absolute;
  }

  private static ItemsSpec range(String text) {
    Matcher ends = RANGE.matcher(text);
    if (!ends.matches()) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " is no range; write two whole numbers, as in 0..999");
    }
    BigInteger first = new BigInteger(ends.group(1));
    BigInteger last = new BigInteger(ends.group(2));
    if (first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "%s is greater than %s; write %s..%s".formatted(first, last, last, first));
    }
    if (first.bitLength() > 63 || last.bitLength() > 63) {
      throw new IllegalArgumentException(text + " is out of range; whole numbers have 64 bits");
    }
    BigInteger most = BigInteger.valueOf(ItemsSpec.MOST_ITEMS);
    if (last.subtract(first).compareTo(most) >= 0) {
      throw new IllegalArgumentException(text + " has more than 100,000,000 items; use fewer");
    }
    return new ItemsSpec.Range(first.longValueExact(), last.longValueExact());
  }
}
