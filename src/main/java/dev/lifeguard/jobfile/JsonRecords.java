package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.io.IOException;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// JSON values as items, one in a line; blank lines are skipped. The value's own text is the item;
/// only a `\r` between its tokens becomes a space, since an item has no line breaks.
final class JsonRecords implements RecordReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNestingDepth(500)
                  .build())
          .build();

  private final LineReader lines;
  private int from;
  private int to;

  JsonRecords(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public boolean next() throws IOException, MalformedItem {
    while (lines.next()) {
      trim();
      if (from < to) {
        return true;
      }
    }
    return false;
  }

  private void trim() {
    byte[] bytes = lines.bytes();
    from = lines.from();
    to = lines.to();
    while (from < to && blank(bytes[from])) {
      from++;
    }
    while (from < to && blank(bytes[to - 1])) {
      to--;
    }
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  @Override
  public void check() throws MalformedItem {
    byte[] bytes = lines.bytes();
    if (!Utf8.valid(bytes, from, to)) {
      throw new MalformedItem(lines.number(), Utf8.REFUSAL);
    }
    // Jackson would take UTF-16 and a byte order mark in the middle of the file for what they are.
    boolean ascii = bytes[from] > ' ' && (to - from < 2 || bytes[from + 1] != 0);
    if (!ascii) {
      throw new MalformedItem(lines.number(), "is not JSON; write one value in a line");
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), bytes, from, to - from)) {
      int depth = 0;
      do {
        JsonToken token = parser.nextToken();
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
      } while (depth > 0);
      parser.finishToken();
      if (parser.nextToken() != null) {
        throw new MalformedItem(
            lines.number(), "has more than one JSON value; write one value in a line");
      }
    } catch (JacksonException e) {
      throw new MalformedItem(lines.number(), "is not JSON: " + words(e));
    }
  }

  private static String words(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int column = e.getLocation().getColumnNr();
    // What follows is about Jackson's own settings and places.
    String first =
        message
            .lines()
            .findFirst()
            .orElse("")
            .replaceFirst("(: enable `|\\(start marker).*", "")
            .strip();
    return column > 0 ? first + " at character " + column : first;
  }

  @Override
  public Item item() {
    byte[] json = Arrays.copyOfRange(lines.bytes(), from, to);
    for (int i = 0; i < json.length; i++) {
      // In a checked value a raw one cannot be inside a string.
      if (json[i] == '\r') {
        json[i] = ' ';
      }
    }
    return new Item(Payload.of(json), label(json));
  }

  /// A string without its quotes, any other value as it is.
  static String label(byte[] json) {
    if (json.length < 2 || json[0] != '"') {
      return Label.of(json, 0, json.length);
    }
    boolean escapes = false;
    for (int i = 1; i < json.length - 1 && !escapes; i++) {
      escapes = json[i] == '\\';
    }
    if (!escapes) {
      return Label.of(json, 1, json.length - 1);
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      return Label.of(parser.getString());
    } catch (JacksonException _) {
      return Label.of(json, 0, json.length);
    }
  }

  @Override
  public long offset() {
    return lines.offset();
  }

  @Override
  public long line() {
    return lines.number();
  }
}
