package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rows of a table as items, by RFC 4180: fields are separated by commas; a field in quotes may
/// contain commas, line breaks and doubled quotes; the first row names the columns. Blank lines
/// between rows are skipped. An item is an object of strings.
final class CsvRecords implements RecordReader {
  /// A quote that is never closed would take the rest of the file for one field.
  private static final int LONGEST_ROW = 16 << 20;

  private final LineReader lines;
  private List<String> columns;
  private final List<byte[]> fields = new ArrayList<>();
  private long offset;
  private long line;
  private int rowBytes;

  /// A reader of rows.
  ///
  /// @param columns the names of the columns; empty to read them from the first row
  CsvRecords(LineReader lines, List<String> columns) {
    this.lines = lines;
    this.columns = columns;
  }

  /// The names of the columns, once [#next] has been called.
  List<String> columns() {
    return columns;
  }

  @Override
  public boolean next() throws IOException, MalformedItem {
    if (columns.isEmpty()) {
      readHeader();
    }
    return row();
  }

  private void readHeader() throws IOException, MalformedItem {
    if (!row()) {
      throw new MalformedItem(1, "is empty; the first row of a table names its columns");
    }
    check(fields);
    Set<String> names = new HashSet<>();
    List<String> header = new ArrayList<>();
    for (byte[] field : fields) {
      String name = new String(field, StandardCharsets.UTF_8);
      if (name.isEmpty()) {
        throw new MalformedItem(line, "column " + (header.size() + 1) + " has no name; write one");
      }
      if (!names.add(name)) {
        throw new MalformedItem(
            line, "two columns are named " + Printable.quoted(name) + "; rename one");
      }
      header.add(name);
    }
    columns = List.copyOf(header);
  }

  private boolean row() throws IOException, MalformedItem {
    do {
      if (!lines.next()) {
        return false;
      }
    } while (lines.from() == lines.to());
    offset = lines.offset();
    line = lines.number();
    rowBytes = 0;
    fields.clear();
    int at = field(lines.from());
    while (at <= lines.to()) {
      at = field(at);
    }
    return true;
  }

  /// Reads a field, and returns where the next one begins: behind the end of the line when it was
  /// the last. A field in quotes may go on in the next line.
  private int field(int start) throws IOException, MalformedItem {
    byte[] bytes = lines.bytes();
    if (start < lines.to() && bytes[start] == '"') {
      return quotedField(start + 1);
    }
    int end = start;
    while (end < lines.to() && bytes[end] != ',') {
      if (bytes[end] == '"') {
        throw new MalformedItem(
            lines.number(),
            "a quote stands inside a field without quotes; put the field in quotes and double it");
      }
      end++;
    }
    fields.add(Arrays.copyOfRange(bytes, start, end));
    return end + 1;
  }

  private int quotedField(int start) throws IOException, MalformedItem {
    ByteArrayOutputStream field = new ByteArrayOutputStream();
    long opened = lines.number();
    int at = start;
    while (true) {
      byte[] bytes = lines.bytes();
      int end = at;
      while (end < lines.toLineFeed() && bytes[end] != '"') {
        end++;
      }
      field.write(bytes, at, end - at);
      if (end == lines.toLineFeed()) {
        at = nextLine(field, opened);
      } else if (end + 1 < lines.to() && bytes[end + 1] == '"') {
        field.write('"');
        at = end + 2;
      } else if (end + 1 < lines.to() && bytes[end + 1] != ',') {
        throw new MalformedItem(
            lines.number(),
            "a field goes on behind its closing quote; double the quotes inside it");
      } else {
        fields.add(field.toByteArray());
        return end + 2;
      }
    }
  }

  private int nextLine(ByteArrayOutputStream field, long opened) throws IOException, MalformedItem {
    boolean more = lines.terminated();
    rowBytes += lines.toLineFeed() - lines.from() + 1;
    if (rowBytes > LONGEST_ROW) {
      throw new MalformedItem(opened, "a quote begins here and is not closed within 16 MiB");
    }
    if (!more || !lines.next()) {
      throw new MalformedItem(opened, "a quote begins here and is never closed; close it");
    }
    field.write('\n');
    return lines.from();
  }

  @Override
  public void check() throws MalformedItem {
    check(fields);
    if (fields.size() != columns.size()) {
      throw new MalformedItem(
          line,
          "the row has %d %s, the header has %d; write as many"
              .formatted(fields.size(), fields.size() == 1 ? "field" : "fields", columns.size()));
    }
  }

  private void check(List<byte[]> row) throws MalformedItem {
    for (byte[] field : row) {
      if (!Utf8.valid(field, 0, field.length)) {
        throw new MalformedItem(line, Utf8.REFUSAL);
      }
    }
  }

  @Override
  public Item item() {
    ByteArrayOutputStream json = new ByteArrayOutputStream();
    for (int i = 0; i < columns.size(); i++) {
      json.write(i == 0 ? '{' : ',');
      byte[] name = columns.get(i).getBytes(StandardCharsets.UTF_8);
      JsonBytes.append(name, 0, name.length, json);
      json.write(':');
      JsonBytes.append(fields.get(i), 0, fields.get(i).length, json);
    }
    json.write('}');
    byte[] object = json.toByteArray();
    return new Item(Payload.of(object), Label.of(object, 0, object.length));
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long line() {
    return line;
  }
}
