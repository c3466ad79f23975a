package dev.lifeguard.jobfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.IntFunction;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Turns YAML 1.2 text into [Node]s. It takes what a job file needs and no more: one document, no
/// tags, no anchors and no aliases (nothing can multiply), limited in length, values and depth.
final class YamlParser {
  /// Enough for 100,000 inline items; more belongs in a file of its own.
  static final int MOST_CHARACTERS = 16 << 20;

  private static final int MOST_VALUES = 200_000;
  private static final int MOST_DEPTH = 64;
  private static final ScalarResolver CORE = new CoreScalarResolver(false);

  private final IntFunction<Location> lineToLocation;
  private final Problems problems;
  private int values;

  /// Where a value stands.
  ///
  /// @param key the dotted key
  /// @param depth how many values it stands in
  private record Place(String key, int depth) {
    Place below(String name) {
      return new Place(Keys.dotted(key, name), depth + 1);
    }

    Place item() {
      return new Place(key, depth + 1);
    }
  }

  /// A parser for one text.
  ///
  /// @param lineToLocation what to call a line, from 1
  /// @param problems takes what is wrong but does not keep the rest from being read
  YamlParser(IntFunction<Location> lineToLocation, Problems problems) {
    this.lineToLocation = lineToLocation;
    this.problems = problems;
  }

  /// The document; empty when there is none.
  ///
  /// @throws JobFileException if the text is no YAML, or more than is sensible
  Optional<Node> parse(String text) throws JobFileException {
    if (text.length() > MOST_CHARACTERS) {
      throw problems.fatal(
          lineToLocation.apply(0),
          "is longer than 16 Mi characters; put the items into a file of their own");
    }
    LoadSettings settings =
        LoadSettings.builder().setCodePointLimit(MOST_CHARACTERS).setUseMarks(true).build();
    try {
      // A byte order mark is no part of the text.
      String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
      return document(new ParserImpl(settings, new StreamReader(settings, content)));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      throw problems.fatal(
          mark.map(YamlParser::line).map(lineToLocation::apply).orElse(lineToLocation.apply(0)),
          "is not valid YAML: " + firstLine(String.valueOf(e.getProblem())));
    } catch (ReaderException e) {
      throw problems.fatal(
          lineToLocation.apply(lineOf(text, e.getPosition())),
          "is not valid YAML: the character U+%04X is not allowed".formatted(e.getCodePoint()));
    } catch (YamlEngineException e) {
      throw problems.fatal(
          lineToLocation.apply(0),
          "is not valid YAML: " + firstLine(String.valueOf(e.getMessage())));
    } catch (NoSuchElementException e) {
      throw problems.fatal(lineToLocation.apply(0), "is not valid YAML: it ends too early");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static int lineOf(String text, int position) {
    int end = Math.max(0, Math.min(position, text.length()));
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private Optional<Node> document(Iterator<Event> events) throws JobFileException {
    Optional<Node> root = Optional.empty();
    while (events.hasNext()) {
      Event event = events.next();
      switch (event.getEventId()) {
        case DocumentStart -> {
          if (root.isPresent()) {
            throw problems.fatal(at(event), "a second document begins here; a job file has one");
          }
        }
        case StreamStart, StreamEnd, DocumentEnd, Comment -> {
          // They carry nothing.
        }
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
            root = Optional.of(node(event, events, new Place("", 0)));
      }
    }
    return root;
  }

  private Node node(Event event, Iterator<Event> events, Place place) throws JobFileException {
    if (++values > MOST_VALUES) {
      throw problems.fatal(
          at(event), "there are more than 200,000 values; put the items into a file of their own");
    }
    if (place.depth() > MOST_DEPTH) {
      throw problems.fatal(at(event), "values are nested more than 64 deep");
    }
    if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
      problems.add(
          at(event), "", "anchors and aliases (& and *) are not allowed; write the value out");
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar);
      case SequenceStartEvent start -> sequence(start, events, place);
      case MappingStartEvent start -> mapping(start, events, place);
      case AliasEvent alias -> new Node.Scalar("", Node.Kind.UNTYPED, at(alias));
      default -> throw problems.fatal(at(event), "is not valid YAML: a value is missing");
    };
  }

  private Node scalar(ScalarEvent event) {
    event.getTag().ifPresent(tag -> refuseTag(event, tag));
    return new Node.Scalar(event.getValue(), kind(event), at(event));
  }

  private static Node.Kind kind(ScalarEvent event) {
    Tag tag = event.isPlain() ? CORE.resolve(event.getValue(), true) : Tag.STR;
    if (tag.equals(Tag.INT)) {
      return Node.Kind.WHOLE;
    } else if (tag.equals(Tag.FLOAT)) {
      return Node.Kind.DECIMAL;
    } else if (tag.equals(Tag.BOOL)) {
      return Node.Kind.BOOLEAN;
    } else if (tag.equals(Tag.NULL)) {
      return Node.Kind.NULL;
    }
    return Node.Kind.STRING;
  }

  private void refuseTag(Event event, String tag) {
    problems.add(
        at(event), "", "the tag " + Printable.quoted(tag) + " is not allowed; take it out");
  }

  private Node sequence(SequenceStartEvent start, Iterator<Event> events, Place place)
      throws JobFileException {
    start.getTag().ifPresent(tag -> refuseTag(start, tag));
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, events, place.item()));
      event = events.next();
    }
    return new Node.Sequence(items, at(start));
  }

  private Node mapping(MappingStartEvent start, Iterator<Event> events, Place place)
      throws JobFileException {
    start.getTag().ifPresent(tag -> refuseTag(start, tag));
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Location> seen = new HashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Node key = node(event, events, place.item());
      Place inside = place.below(key instanceof Node.Scalar name ? name.text() : "");
      Node value = node(events.next(), events, inside);
      if (key instanceof Node.Scalar name) {
        Location first = seen.putIfAbsent(name.text(), name.at());
        if (first == null) {
          entries.add(new Node.Entry(name.text(), name.at(), value));
        } else {
          problems.add(
              name.at(), inside.key(), "is given twice, first at " + first.text() + "; keep one");
        }
      } else {
        problems.add(key.at(), "", key.kindInWords() + " cannot be a key; write a name");
      }
      event = events.next();
    }
    return new Node.Mapping(entries, at(start));
  }

  private Location at(Event event) {
    return lineToLocation.apply(event.getStartMark().map(YamlParser::line).orElse(0));
  }
}
