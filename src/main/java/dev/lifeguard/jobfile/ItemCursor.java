package dev.lifeguard.jobfile;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Reads the items of a file whose index is known. Goes on where it stopped, or jumps to the
/// nearest item of the index and skips from there. Uses a [RandomAccessFile] because an interrupt
/// closes a channel for good.
final class ItemCursor implements Closeable {
  private final Path path;
  private final RandomAccessFile file;
  private final ItemFormat format;
  private final List<String> columns;
  private final OffsetIndex index;
  private RecordReader reader;

  /// The item that the reader gives next, from 0; -1 when it has none.
  private int next = -1;

  ItemCursor(Path path, ItemFormat format, List<String> columns, OffsetIndex index)
      throws IOException {
    this.path = path;
    this.file = new RandomAccessFile(path.toFile(), "r");
    this.format = format;
    this.columns = columns;
    this.index = index;
    this.reader = format.reader(new LineReader(InputStream.nullInputStream(), 0), columns);
  }

  /// The items of some tasks, which count from 1.
  List<Item> read(int firstTask, int count) throws IOException {
    Objects.checkFromIndexSize(firstTask - 1, count, index.count());
    List<Item> items = new ArrayList<>(count);
    try {
      if (count > 0 && next != firstTask - 1) {
        seek(firstTask - 1);
      }
      for (int i = 0; i < count; i++) {
        items.add(advance().item());
      }
    } catch (MalformedItem e) {
      throw changed(path);
    }
    return items;
  }

  private void seek(int item) throws IOException, MalformedItem {
    next = -1;
    long offset = index.before(item);
    file.seek(offset);
    reader = format.reader(new LineReader(new FileStream(file), offset), columns);
    next = item / OffsetIndex.STEP * OffsetIndex.STEP;
    while (next < item) {
      advance();
    }
  }

  private RecordReader advance() throws IOException, MalformedItem {
    int item = next;
    next = -1;
    if (!reader.next()) {
      throw changed(path);
    }
    next = item + 1;
    return reader;
  }

  /// What to say of a file that is not what it was.
  static IOException changed(Path path) {
    return new IOException(
        path + " has changed since the job began; put it back as it was, or start a new run");
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /// The bytes of a file from where it stands.
  private static final class FileStream extends InputStream {
    private final RandomAccessFile file;

    FileStream(RandomAccessFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      return file.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return file.read(bytes, offset, length);
    }
  }
}
