package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Writes `items.jsonl`, the items that cannot be read again from where they came.
final class Spool implements Closeable {
  private final OutputStream out;
  private final OffsetIndex index = new OffsetIndex();
  private long bytes;

  /// Makes the file, which must not exist.
  Spool(Path file) throws IOException {
    out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            64 << 10);
  }

  /// Appends an item.
  void add(Payload item) throws IOException {
    index.add(bytes);
    out.write(item.utf8());
    out.write('\n');
    bytes += item.size() + 1L;
  }

  /// Makes everything readable that was added.
  void flush() throws IOException {
    out.flush();
  }

  /// Where the items begin; grows with the file.
  OffsetIndex index() {
    return index;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /// The items of a list, by way of a file.
  static ItemSource inline(List<Payload> values, Path file) throws IOException {
    try (Spool spool = new Spool(file)) {
      for (Payload value : values) {
        spool.add(value);
      }
      spool.flush();
      return FileItems.spooled(file, spool.index, List.of());
    }
  }

  /// The paths that match a pattern, by way of a file.
  static ItemSource matching(ItemsSpec.Glob glob, Path file) throws IOException {
    try (Spool spool = new Spool(file)) {
      List<String> remarks =
          GlobWalk.walk(GlobPattern.parse(glob.pattern()), path -> spool.add(string(path)));
      spool.flush();
      return FileItems.spooled(file, spool.index, remarks);
    }
  }

  private static Payload string(String text) {
    StringBuilder json = new StringBuilder();
    JsonText.appendString(text, json);
    return Payload.of(json.toString());
  }
}
