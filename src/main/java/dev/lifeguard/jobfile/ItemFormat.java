package dev.lifeguard.jobfile;

import java.util.List;

/// The formats of streams of items.
enum ItemFormat {
  /// Text, one item in a line.
  LINES,
  /// JSON, one value in a line.
  JSONL,
  /// A table with a header.
  CSV;

  /// A reader of items.
  ///
  /// @param columns the names of a table's columns when the reader starts behind the header; empty
  ///   to read them first
  RecordReader reader(LineReader lines, List<String> columns) {
    return switch (this) {
      case LINES -> new TextRecords(lines);
      case JSONL -> new JsonRecords(lines);
      case CSV -> new CsvRecords(lines, columns);
    };
  }
}
