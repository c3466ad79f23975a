package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A table as RFC 4180 has it: a header, commas, `\r\n`, and quotation marks where they are needed.
/// What is not known is an empty field.
final class CsvTable implements AutoCloseable {
  private final FreshFile file;
  private final StringBuilder row = new StringBuilder();
  private boolean first = true;

  private CsvTable(FreshFile file) {
    this.file = file;
  }

  static CsvTable open(Path path, List<String> columns) throws IOException {
    CsvTable table = new CsvTable(FreshFile.open(path));
    columns.forEach(table::text);
    table.endRow();
    return table;
  }

  CsvTable text(String value) {
    if (!first) {
      row.append(',');
    }
    first = false;
    if (value.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
      row.append('"').append(value.replace("\"", "\"\"")).append('"');
    } else {
      row.append(value);
    }
    return this;
  }

  CsvTable number(long value) {
    return text(Long.toString(value));
  }

  CsvTable number(OptionalInt value) {
    return value.isPresent() ? number(value.getAsInt()) : text("");
  }

  CsvTable number(OptionalLong value) {
    return value.isPresent() ? number(value.getAsLong()) : text("");
  }

  /// A time in nanoseconds, in milliseconds; nothing for a negative one.
  CsvTable millis(long nanos) {
    return nanos < 0 ? text("") : text(String.format(Locale.ROOT, "%.3f", nanos / 1e6));
  }

  CsvTable share(double value) {
    return text(String.format(Locale.ROOT, "%.3f", value));
  }

  void endRow() throws IOException {
    row.append("\r\n");
    file.write(row.toString().getBytes(StandardCharsets.UTF_8));
    row.setLength(0);
    first = true;
  }

  void complete() throws IOException {
    file.complete();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
