package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// One section of a job file: hands out the values of its keys, refuses the keys that it does not
/// take, and notes every problem with the place and the whole name of the key.
final class Section {
  private final String name;
  private final Node.Mapping mapping;
  private final Problems problems;

  private Section(String name, Node.Mapping mapping, Problems problems) {
    this.name = name;
    this.mapping = mapping;
    this.problems = problems;
    mapping.entries().forEach(this::refuseUnknown);
  }

  /// The file as a whole.
  static Section root(Node.Mapping mapping, Problems problems) {
    return new Section("", mapping, problems);
  }

  /// A part of a list that has the keys of a section.
  static Optional<Section> element(String name, Node node, Problems problems) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(new Section(name, mapping, problems));
    }
    problems.add(node.at(), name, "is " + node.kindInWords() + "; write a mapping");
    return Optional.empty();
  }

  private void refuseUnknown(Node.Entry entry) {
    if (Keys.of(name).contains(entry.key())) {
      return;
    }
    String text = "unknown key; " + Keys.remedy(name, entry.key());
    problems.add(entry.at(), dotted(entry.key()), text);
  }

  /// The section under a key; an empty one when the key is absent or holds nothing.
  Section section(String key) {
    Optional<Node> node = node(key);
    if (node.isPresent() && node.get() instanceof Node.Mapping inner) {
      return new Section(dotted(key), inner, problems);
    }
    boolean nothing =
        node.isEmpty()
            || (node.get() instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL);
    if (!nothing) {
      Node wrong = node.orElseThrow();
      String keys = String.join(", ", Keys.of(dotted(key)));
      refuse(key, "is " + wrong.kindInWords() + "; write a mapping with the keys " + keys);
    }
    return new Section(dotted(key), new Node.Mapping(List.of(), at(key)), problems);
  }

  /// The value of a key as it was written.
  Optional<Node> node(String key) {
    return mapping.entry(key).map(Node.Entry::value);
  }

  /// The text of a key.
  Optional<Text> text(String key) {
    return scalar(key, "text", Node.Kind.STRING).map(s -> new Text(s.text(), s.at()));
  }

  /// The whole number of a key, between two bounds.
  int number(String key, int otherwise, int least, int most) {
    return number(key, least, most).orElse(otherwise);
  }

  /// The whole number of a key, between two bounds; empty when it is absent, or was refused.
  OptionalInt number(String key, int least, int most) {
    Optional<Node.Scalar> scalar = scalar(key, "a whole number", Node.Kind.WHOLE);
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    String text = scalar.get().text().strip();
    // Ten digits are enough for every bound here; YAML's 0x1F and 0o17 are nobody's counts.
    if (!text.matches("[-+]?\\d{1,18}")) {
      refuse(key, Printable.quoted(text) + " is no whole number; write one, as in 3");
      return OptionalInt.empty();
    }
    long number = Long.parseLong(text);
    if (number < least || number > most) {
      refuse(key, "%d is out of range; write %d to %,d".formatted(number, least, most));
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) number);
  }

  /// Whether the key holds the word `none`.
  boolean none(String key) {
    return node(key).orElse(mapping) instanceof Node.Scalar scalar
        && scalar.text().strip().equals("none");
  }

  /// The value of a key as a function reads it, which throws an [IllegalArgumentException] with a
  /// message for people if it cannot.
  <T> Optional<T> parsed(String key, String example, Reading<T> reading) {
    // A bare number is refused by the reading itself, which names the units.
    Optional<Node.Scalar> scalar =
        scalar(key, "text, as in " + example, Node.Kind.STRING, Node.Kind.WHOLE, Node.Kind.DECIMAL);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reading.read(scalar.get().text()));
    } catch (IllegalArgumentException e) {
      refuse(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// The absolute path that a key names.
  Optional<Path> path(String key, PathBase base) {
    try {
      return text(key).map(base::resolve);
    } catch (IllegalArgumentException e) {
      refuse(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /// The texts of a list.
  ///
  /// @param example what to write
  /// @return empty when the key is absent, or was refused
  Optional<List<Text>> texts(String key, String example) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (!(node.get() instanceof Node.Sequence list)) {
      refuse(key, "is " + node.get().kindInWords() + "; write a list, as in " + example);
      return Optional.empty();
    }
    List<Text> texts = new ArrayList<>();
    for (Node item : list.items()) {
      boolean text =
          item instanceof Node.Scalar scalar
              && (scalar.kind() == Node.Kind.STRING || scalar.kind() == Node.Kind.UNTYPED);
      if (!text) {
        String wrong = item instanceof Node.Mapping m ? placeholder(m) : wrongType(item, "text");
        refuse(item.at(), key, wrong);
        return Optional.empty();
      }
      texts.add(new Text(((Node.Scalar) item).text(), item.at()));
    }
    return Optional.of(texts);
  }

  /// One of a few words.
  Optional<String> choice(String key, List<String> choices) {
    Optional<Text> text = text(key);
    if (text.isPresent() && !choices.contains(text.get().text())) {
      String remedy =
          Nearest.to(text.get().text(), choices)
              .map(near -> "did you mean " + near + "?")
              .orElse("write " + String.join(" or ", choices));
      refuse(key, Printable.quoted(text.get().text()) + " is not a choice; " + remedy);
      return Optional.empty();
    }
    return text.map(Text::text);
  }

  private Optional<Node.Scalar> scalar(String key, String wanted, Node.Kind... kinds) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Node.Scalar scalar
        && (scalar.kind() == Node.Kind.UNTYPED || List.of(kinds).contains(scalar.kind()))) {
      return Optional.of(scalar);
    }
    refuse(key, wrongType(node.get(), wanted));
    return Optional.empty();
  }

  private static String wrongType(Node node, String wanted) {
    if (node instanceof Node.Scalar scalar && scalar.kind() == Node.Kind.NULL) {
      return "has no value; write " + wanted + ", or take the key out";
    }
    if (node instanceof Node.Scalar scalar && wanted.equals("text")) {
      return "is %s; write text, in quotes: \"%s\""
          .formatted(node.kindInWords(), Printable.beginning(scalar.text(), 60));
    }
    return "is " + node.kindInWords() + "; write " + wanted;
  }

  /// `{}` and `{field}` without quotes are mappings to YAML.
  private static String placeholder(Node.Mapping mapping) {
    List<Node.Entry> entries = mapping.entries();
    boolean item = entries.isEmpty();
    boolean field =
        entries.size() == 1
            && entries.getFirst().value() instanceof Node.Scalar value
            && value.kind() == Node.Kind.NULL;
    String name = item ? "" : Printable.beginning(entries.getFirst().key(), 40);
    return item || field
        ? "is a mapping; write text, in quotes: \"{%s}\"".formatted(name)
        : "is a mapping; write text";
  }

  /// Notes that the value of a key is wrong.
  void refuse(String key, String text) {
    problems.add(at(key), dotted(key), text);
  }

  /// Notes that a key that is needed is not there.
  ///
  /// @param flag what to write on the command line when there is no file
  /// @param line what to write in a file
  void refuseMissing(String key, String flag, String line) {
    switch (mapping.at()) {
      case Location.Line at -> refuse(at, key, "is missing; write " + line);
      case Location.Flag _ ->
          refuse(
              new Location.Flag(flag.substring(0, flag.indexOf(' '))),
              key,
              "is missing; write " + flag);
    }
  }

  /// Notes that something within the value of a key is wrong.
  void refuse(Location at, String key, String text) {
    problems.add(at, dotted(key), text);
  }

  /// Whether the key is there, with whatever value.
  boolean has(String key) {
    return mapping.entry(key).isPresent();
  }

  /// The keys that are there and that the section takes, in the order of the file.
  List<String> given() {
    return mapping.entries().stream().map(Node.Entry::key).filter(Keys.of(name)::contains).toList();
  }

  /// Whether a key is there that was refused as unknown.
  boolean hasUnknown() {
    return given().size() < mapping.entries().size();
  }

  /// Where the key was written, or the section when it was not.
  Location at(String key) {
    return mapping.entry(key).map(entry -> entry.value().at()).orElse(mapping.at());
  }

  private String dotted(String key) {
    return Keys.dotted(name, key);
  }

  /// A text and where it was written, which decides what a path in it is relative to.
  record Text(String text, Location at) {}

  /// Makes a value of its text.
  @FunctionalInterface
  interface Reading<T> {
    T read(String text);
  }
}
