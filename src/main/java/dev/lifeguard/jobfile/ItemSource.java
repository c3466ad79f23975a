package dev.lifeguard.jobfile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The items of a job, read as they are needed and never held whole. One thread, the feeder, uses a
/// source. Tasks count from 1.
public sealed interface ItemSource extends Closeable permits FileItems, RangeItems, StreamItems {
  /// Opens a source. A regular file is read once from end to end to count and check its items;
  /// inline items and the paths of a pattern are written to the spool file and read back from
  /// there; standard input and pipes with a name are spooled as they arrive, and not read yet.
  ///
  /// @param spec where the items come from
  /// @param spoolFile `items.jsonl` of the run directory; made only when it is needed, and then
  ///   absent before
  /// @param standardInput read only by [Stdin][ItemsSpec.Stdin]; not closed
  /// @throws JobFileException if the file is missing, or an item in it is wrong
  /// @throws IOException if reading or writing fails
  static ItemSource open(ItemsSpec spec, Path spoolFile, InputStream standardInput)
      throws IOException, JobFileException {
    return switch (spec) {
      case ItemsSpec.Range range -> new RangeItems(range);
      case ItemsSpec.Inline inline -> Spool.inline(inline.values(), spoolFile);
      case ItemsSpec.Glob glob -> Spool.matching(glob, spoolFile);
      case ItemsSpec.Stdin stdin -> StreamItems.standardInput(stdin, standardInput, spoolFile);
      case ItemsSpec.Lines lines -> file(lines.file(), ItemFormat.LINES, spoolFile);
      case ItemsSpec.Jsonl jsonl -> file(jsonl.file(), ItemFormat.JSONL, spoolFile);
      case ItemsSpec.Csv csv -> file(csv.file(), ItemFormat.CSV, spoolFile);
    };
  }

  /// Opens the source of a job that goes on: what was spooled of it when it began is read from
  /// there, and everything else as in [#open]. The first call of [#discover] tells all items.
  ///
  /// @param spoolFile `items.jsonl` of the run directory, without a torn last line
  /// @throws JobFileException if the file is missing, or an item in it is wrong
  /// @throws IOException if reading fails
  static ItemSource reopen(ItemsSpec spec, Path spoolFile) throws IOException, JobFileException {
    if (Files.exists(spoolFile)) {
      return FileItems.respooled(spoolFile);
    }
    return switch (spec) {
      case ItemsSpec.Inline _, ItemsSpec.Glob _, ItemsSpec.Stdin _ ->
          throw refused(spoolFile, "there is no such file; the items of this run were in it");
      case ItemsSpec.Range _, ItemsSpec.Lines _, ItemsSpec.Jsonl _, ItemsSpec.Csv _ ->
          open(spec, spoolFile, InputStream.nullInputStream());
    };
  }

  private static ItemSource file(Path file, ItemFormat format, Path spoolFile)
      throws IOException, JobFileException {
    if (Files.isRegularFile(file)) {
      if (!Files.isReadable(file)) {
        throw refused(file, "may not be read; check its permissions");
      }
      return FileItems.scan(file, format);
    } else if (Files.isDirectory(file)) {
      throw refused(file, "is a directory; name a file, or the files in it by a pattern, as in **");
    } else if (!Files.exists(file)) {
      throw refused(file, "there is no such file; check the path of the items");
    } else if (format == ItemFormat.CSV) {
      throw refused(file, "is not a regular file; save the table in one");
    }
    return StreamItems.pipe(file, format, spoolFile);
  }

  private static JobFileException refused(Path file, String text) {
    return new JobFileException(new Problem(new Location.Line(file.toString(), 0), "", text));
  }

  /// How many items are known that were not known at the last call. The first call of a file, a
  /// range, a pattern or an inline list tells all; standard input blocks until something arrives.
  ///
  /// @return 0 when there will be no more
  /// @throws JobFileException if standard input holds something that is no item
  /// @throws IOException if reading or writing fails
  int discover() throws IOException, JobFileException;

  /// The items of tasks that [#discover] has told of. Reading on where the last call ended is fast.
  ///
  /// @param firstTask the first task, from 1
  /// @param count how many, all of them known
  /// @throws IndexOutOfBoundsException if one of them is not known
  /// @throws IOException if reading fails, or the file has changed since it was opened
  List<Item> read(int firstTask, int count) throws IOException;

  /// The files of the user that items are read from, for the record.
  List<SourceFile> sources();

  /// What the user should know about how the items were found: directories that may not be read.
  List<String> remarks();

  @Override
  void close() throws IOException;
}
