package dev.lifeguard.jobfile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Items that arrive while the job runs: standard input, or a pipe with a name. Each is kept in the
/// spool file, because a retry may want it again.
final class StreamItems implements ItemSource {
  private final String name;
  private final RecordReader arriving;
  private final LineReader lines;
  private final Spool spool;
  private final ItemCursor cursor;
  private final Closeable own;
  private int told;
  private Optional<JobFileException> broken = Optional.empty();

  private StreamItems(Stream stream, ItemFormat format, Path spoolFile) throws IOException {
    InputStream in = stream.in();
    this.name = stream.name();
    this.own = stream.own();
    this.lines = new LineReader(in, 0);
    this.arriving = format.reader(lines, List.of());
    this.spool = new Spool(spoolFile);
    this.cursor = new ItemCursor(spoolFile, ItemFormat.JSONL, List.of(), spool.index());
  }

  /// A stream, what to call it in messages, and what to close when it is not needed any more.
  private record Stream(String name, InputStream in, Closeable own) {}

  /// Standard input, which stays open.
  static StreamItems standardInput(ItemsSpec.Stdin spec, InputStream in, Path spoolFile)
      throws IOException {
    ItemFormat format =
        switch (spec.format()) {
          case LINES -> ItemFormat.LINES;
          case JSONL -> ItemFormat.JSONL;
        };
    return new StreamItems(new Stream("standard input", in, () -> {}), format, spoolFile);
  }

  /// A pipe with a name, as `<(…)` in a shell makes one.
  static StreamItems pipe(Path pipe, ItemFormat format, Path spoolFile) throws IOException {
    InputStream in = Files.newInputStream(pipe);
    return new StreamItems(new Stream(pipe.toString(), in, in), format, spoolFile);
  }

  @Override
  public int discover() throws IOException, JobFileException {
    if (broken.isPresent()) {
      throw broken.get();
    }
    try {
      boolean more = arriving.next();
      while (more) {
        arriving.check();
        spool.add(arriving.item().json());
        more = lines.ready() && arriving.next();
      }
    } catch (MalformedItem e) {
      // What came before it is good, and is told first.
      broken = Optional.of(e.in(name));
    } finally {
      spool.flush();
    }
    int known = spool.index().count();
    int fresh = known - told;
    told = known;
    if (fresh == 0 && broken.isPresent()) {
      throw broken.get();
    }
    return fresh;
  }

  @Override
  public List<Item> read(int firstTask, int count) throws IOException {
    return cursor.read(firstTask, count);
  }

  @Override
  public List<SourceFile> sources() {
    return List.of();
  }

  @Override
  public List<String> remarks() {
    return List.of();
  }

  @Override
  public void close() throws IOException {
    cursor.close();
    spool.close();
    own.close();
  }
}
