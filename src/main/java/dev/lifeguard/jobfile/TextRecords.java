package dev.lifeguard.jobfile;

import java.io.IOException;

/// Lines of text as items: nothing trimmed, empty ones skipped.
final class TextRecords implements RecordReader {
  private final LineReader lines;

  TextRecords(LineReader lines) {
    this.lines = lines;
  }

  @Override
  public boolean next() throws IOException, MalformedItem {
    while (lines.next()) {
      if (lines.from() < lines.to()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void check() throws MalformedItem {
    if (!Utf8.valid(lines.bytes(), lines.from(), lines.to())) {
      throw new MalformedItem(lines.number(), Utf8.REFUSAL);
    }
  }

  @Override
  public Item item() {
    byte[] bytes = lines.bytes();
    return new Item(
        JsonBytes.string(bytes, lines.from(), lines.to()),
        Label.of(bytes, lines.from(), lines.to()));
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
