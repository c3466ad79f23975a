package dev.lifeguard.jobfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/// The items of a regular file. It was read once from end to end to count and check them, and is
/// refused when it is not the same any more.
final class FileItems implements ItemSource {
  private final Path file;
  private final Stamp stamp;
  private final OffsetIndex index;
  private final ItemCursor cursor;
  private final List<SourceFile> sources;
  private final List<String> remarks;
  private boolean told;

  private FileItems(Path file, Stamp stamp, OffsetIndex index, ItemCursor cursor, Origin origin) {
    this.file = file;
    this.stamp = stamp;
    this.index = index;
    this.cursor = cursor;
    this.sources = origin.sources();
    this.remarks = origin.remarks();
  }

  /// What is told about where the items come from.
  private record Origin(List<SourceFile> sources, List<String> remarks) {}

  /// What of a file changes when it is written to.
  private record Stamp(long bytes, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }
  }

  /// Reads a file of the user's once, and opens it.
  ///
  /// @throws JobFileException if an item is wrong
  static FileItems scan(Path file, ItemFormat format) throws IOException, JobFileException {
    Stamp stamp = Stamp.of(file);
    MessageDigest digest = SourceFile.digest();
    OffsetIndex index = new OffsetIndex();
    List<String> columns;
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      LineReader lines = new LineReader(in, 0);
      RecordReader reader = format.reader(lines, List.of());
      while (reader.next()) {
        reader.check();
        index.add(reader.offset());
      }
      columns = reader instanceof CsvRecords table ? table.columns() : List.of();
    } catch (MalformedItem e) {
      throw e.in(file.toString());
    } catch (ArithmeticException _) {
      throw new JobFileException(
          new Problem(
              new Location.Line(file.toString(), 0),
              "",
              "has more than 2,147,483,647 items; split the file"));
    }
    SourceFile source =
        new SourceFile(file, stamp.bytes(), HexFormat.of().formatHex(digest.digest()));
    return new FileItems(
        file,
        stamp,
        index,
        new ItemCursor(file, format, columns, index),
        new Origin(List.of(source), List.of()));
  }

  /// Opens the spool file of an earlier process.
  ///
  /// @throws JobFileException if it is damaged
  static FileItems respooled(Path file) throws IOException, JobFileException {
    FileItems items = scan(file, ItemFormat.JSONL);
    return new FileItems(
        file, items.stamp, items.index, items.cursor, new Origin(List.of(), List.of()));
  }

  /// Opens a spool file that is complete.
  static FileItems spooled(Path file, OffsetIndex index, List<String> remarks) throws IOException {
    return new FileItems(
        file,
        Stamp.of(file),
        index,
        new ItemCursor(file, ItemFormat.JSONL, List.of(), index),
        new Origin(List.of(), List.copyOf(remarks)));
  }

  @Override
  public int discover() {
    int more = told ? 0 : index.count();
    told = true;
    return more;
  }

  @Override
  public List<Item> read(int firstTask, int count) throws IOException {
    if (!Stamp.of(file).equals(stamp)) {
      throw ItemCursor.changed(file);
    }
    return cursor.read(firstTask, count);
  }

  @Override
  public List<SourceFile> sources() {
    return sources;
  }

  @Override
  public List<String> remarks() {
    return remarks;
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
