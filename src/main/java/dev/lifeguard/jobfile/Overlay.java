package dev.lifeguard.jobfile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts what the command line says over what the file says, before anything is understood, so that
/// both are checked by the same rules.
final class Overlay {
  private final Problems problems;

  Overlay(Problems problems) {
    this.problems = problems;
  }

  /// The mapping with all settings and then all flags in their places.
  Node.Mapping apply(Node.Mapping file, Overrides overrides) {
    Node.Mapping merged = file;
    for (String setting : overrides.settings()) {
      merged = set(merged, setting);
    }
    for (Overrides.Flag flag : overrides.flags()) {
      Location at = new Location.Flag(flag.name());
      Node value = new Node.Scalar(flag.value(), Node.Kind.UNTYPED, at);
      merged = put(merged, flag.key(), value);
    }
    return overrides.command().isEmpty()
        ? merged
        : put(merged, "worker.command", command(overrides));
  }

  private static Node command(Overrides overrides) {
    Location at = new Location.Flag("--");
    List<Node> words = new ArrayList<>();
    for (String word : overrides.command()) {
      words.add(new Node.Scalar(word, Node.Kind.UNTYPED, at));
    }
    return new Node.Sequence(words, at);
  }

  private Node.Mapping set(Node.Mapping into, String setting) {
    int equals = setting.indexOf('=');
    String key = equals < 0 ? setting : setting.substring(0, equals);
    Location at = new Location.Flag("--set " + key);
    if (equals < 1 || !key.matches("[^.]+(\\.[^.]+)*")) {
      Location whole = new Location.Flag("--set " + setting);
      problems.add(
          whole, "", "is no setting; write --set KEY=VALUE, as in --set limits.message=1GiB");
      return into;
    }
    try {
      Node value =
          new YamlParser(line -> at, problems)
              .parse(setting.substring(equals + 1))
              .orElse(new Node.Scalar("", Node.Kind.UNTYPED, at));
      return put(into, key, untyped(value));
    } catch (JobFileException e) {
      // The parser has noted it with the others, and the rest is still worth reading.
      return into;
    }
  }

  /// A plain value in its written form; one in quotes stays text, which every key takes as well.
  private static Node untyped(Node value) {
    return switch (value) {
      case Node.Scalar scalar -> new Node.Scalar(scalar.text(), Node.Kind.UNTYPED, scalar.at());
      case Node.Sequence sequence -> sequence;
      case Node.Mapping mapping -> mapping;
    };
  }

  private static Node.Mapping put(Node.Mapping into, String key, Node value) {
    // A variable's name may contain dots.
    String environment = "worker.environment.";
    List<String> path =
        key.startsWith(environment)
            ? List.of("worker", "environment", key.substring(environment.length()))
            : List.of(key.split("\\."));
    return put(into, path, value, List.of());
  }

  /// What an inner key takes the place of: one source of items of another, one kind of worker of
  /// another with all that belongs to it.
  private static List<String> replaced(String section, String key, Node.Mapping inner) {
    if (section.equals("tasks")) {
      return inner.entries().stream().map(Node.Entry::key).toList();
    }
    return section.equals("worker")
        ? KindKeys.named(key).map(KindKeys::ofOthers).orElse(List.of())
        : List.of();
  }

  private static Node.Mapping put(
      Node.Mapping into, List<String> path, Node value, List<String> replaced) {
    String key = path.getFirst();
    List<Node.Entry> entries = new ArrayList<>(into.entries());
    entries.removeIf(entry -> replaced.contains(entry.key()));
    Optional<Node.Entry> old = into.entry(key);
    Node now = value;
    if (path.size() > 1) {
      Node.Mapping inner =
          old.map(Node.Entry::value)
              .filter(Node.Mapping.class::isInstance)
              .map(Node.Mapping.class::cast)
              .orElse(new Node.Mapping(List.of(), value.at()));
      now = put(inner, path.subList(1, path.size()), value, replaced(key, path.get(1), inner));
    }
    Node.Entry entry = new Node.Entry(key, old.map(Node.Entry::at).orElse(value.at()), now);
    int place = old.map(entries::indexOf).orElse(-1);
    if (place >= 0) {
      entries.set(place, path.size() > 1 ? entry : new Node.Entry(key, value.at(), value));
    } else {
      entries.add(entry);
    }
    return new Node.Mapping(entries, into.at());
  }
}
