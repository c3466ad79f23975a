package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The command line of a `command` with its places for the item, taken apart once for all tasks.
///
/// `{}` is the item and `{field}` a field of an object, wherever they stand inside an argument.
/// Braces around anything that is no plain name, as in `{print $1}`, mean nothing.
final class CommandTemplate {
  private static final Pattern PLACE = Pattern.compile("\\{([\\p{L}\\p{N}_.-]*)}");

  private final List<List<Part>> arguments;
  private final boolean wantsFields;
  private final String program;
  private final boolean isProgramFixed;

  /// What an argument consists of.
  private sealed interface Part {
    final class Text implements Part {
      private final byte[] utf8;

      Text(String text) {
        utf8 = text.getBytes(StandardCharsets.UTF_8);
      }
    }

    record Item() implements Part {}

    record Field(String name) implements Part {}
  }

  /// What came of an item.
  sealed interface Rendered {
    /// A command line.
    record Arguments(List<byte[]> utf8) implements Rendered {}

    /// The item does not suit the command.
    ///
    /// @param reason a sentence
    record Refused(String reason) implements Rendered {}
  }

  CommandTemplate(WorkerSettings.Program.Command command) {
    List<List<Part>> all = new ArrayList<>();
    command.arguments().forEach(it -> all.add(parts(it)));
    boolean hasPlace =
        all.stream().flatMap(List::stream).anyMatch(it -> !(it instanceof Part.Text));
    if (!hasPlace && !command.feedItem()) {
      all.add(List.of(new Part.Item()));
    }
    arguments = List.copyOf(all);
    wantsFields = all.stream().flatMap(List::stream).anyMatch(Part.Field.class::isInstance);
    program = command.arguments().getFirst();
    isProgramFixed = arguments.getFirst().stream().allMatch(Part.Text.class::isInstance);
  }

  private static List<Part> parts(String argument) {
    List<Part> parts = new ArrayList<>();
    Matcher place = PLACE.matcher(argument);
    int from = 0;
    while (place.find()) {
      addText(argument.substring(from, place.start()), parts);
      String name = place.group(1);
      parts.add(name.isEmpty() ? new Part.Item() : new Part.Field(name));
      from = place.end();
    }
    addText(argument.substring(from), parts);
    return parts;
  }

  private static void addText(String text, List<Part> parts) {
    if (!text.isEmpty() || parts.isEmpty()) {
      parts.add(new Part.Text(text));
    }
  }

  /// The program as it is written; its name for people when it depends on the item.
  String program() {
    return program;
  }

  /// Whether the program is the same for all items.
  boolean isProgramFixed() {
    return isProgramFixed;
  }

  /// "the field `a`" or "the fields `a`, `b`".
  private String fieldNames() {
    List<String> names =
        arguments.stream()
            .flatMap(List::stream)
            .flatMap(
                part -> part instanceof Part.Field(String name) ? Stream.of(name) : Stream.of())
            .distinct()
            .map(name -> "`" + name + "`")
            .toList();
    return (names.size() == 1 ? "the field " : "the fields ") + String.join(", ", names);
  }

  /// The command line for an item.
  Rendered render(Payload item) {
    Optional<Map<String, byte[]>> fields =
        wantsFields ? ItemText.members(item) : Optional.of(Map.of());
    if (fields.isEmpty()) {
      return new Rendered.Refused(
          "the command wants %s, and the item is no object (a shell's ${NAME} is $NAME here)"
              .formatted(fieldNames()));
    }
    byte[] whole = ItemText.of(item);
    List<byte[]> rendered = new ArrayList<>(arguments.size());
    for (List<Part> parts : arguments) {
      if (parts.size() == 1 && parts.getFirst() instanceof Part.Text always) {
        rendered.add(always.utf8);
        continue;
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (Part part : parts) {
        switch (part) {
          case Part.Text fixed -> text.writeBytes(fixed.utf8);
          case Part.Item() -> text.writeBytes(whole);
          case Part.Field(String name) -> {
            byte[] value = fields.get().get(name);
            if (value == null) {
              return new Rendered.Refused(noField(name, fields.get()));
            }
            text.writeBytes(value);
          }
        }
      }
      rendered.add(text.toByteArray());
    }
    return rendered.stream().anyMatch(CommandTemplate::hasNul)
        ? new Rendered.Refused(
            "the item holds the character NUL, which no argument of a command can; use `stdin:"
                + " item`")
        : new Rendered.Arguments(rendered);
  }

  private static String noField(String name, Map<String, byte[]> fields) {
    return "the item has no field `%s`; it has %s"
        .formatted(name, fields.isEmpty() ? "none" : String.join(", ", fields.keySet()));
  }

  private static boolean hasNul(byte[] text) {
    for (byte b : text) {
      if (b == 0) {
        return true;
      }
    }
    return false;
  }

  /// What goes into the standard input of a command that is fed: a string as a line, anything else
  /// as JSON.
  static byte[] input(Payload item) {
    if (!ItemText.isString(item)) {
      return item.utf8();
    }
    byte[] text = ItemText.of(item);
    byte[] line = java.util.Arrays.copyOf(text, text.length + 1);
    line[text.length] = '\n';
    return line;
  }
}
