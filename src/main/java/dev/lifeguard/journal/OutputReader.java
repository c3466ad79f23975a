package dev.lifeguard.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lifeguard.job.OutputLine;
import dev.lifeguard.job.WorkerOutput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// The lines of one output file, which may still grow, and whose middle may be dropped when it has
/// become too long (see [OutputFile]). Remembers where every 256th line begins and nothing else.
final class OutputReader implements WorkerOutput {
  private static final int STRIDE = 256;
  private static final int BLOCK = 256 << 10;

  /// So many bytes before the end of what is known are compared at every look: other bytes there
  /// mean that the file was rewritten, however long it is by now.
  private static final int WITNESS = 64;

  private final Path path;
  private Optional<FileChannel> channel = Optional.empty();
  private long[] starts = new long[16];
  private int lines;
  private long scanned;
  private byte[] witness = {};
  private int edition;
  private boolean closed;

  OutputReader(Path path) {
    this.path = path;
  }

  @Override
  public synchronized Extent look() {
    try {
      if (isOpen()) {
        FileChannel file = channel.orElseThrow();
        if (wasRewritten(file)) {
          forget();
        }
        scan(file);
      }
      return new Extent(lines, edition, "");
    } catch (IOException e) {
      return new Extent(lines, edition, IoSentence.cannot("read", path, e));
    }
  }

  /// A worker that has printed nothing has no file yet.
  private boolean isOpen() throws IOException {
    if (channel.isEmpty() && !closed) {
      try {
        channel = Optional.of(FileChannel.open(path, StandardOpenOption.READ));
      } catch (NoSuchFileException e) {
        return false;
      }
    }
    return channel.isPresent();
  }

  private boolean wasRewritten(FileChannel file) throws IOException {
    byte[] now = new byte[witness.length];
    int read = readFully(file, ByteBuffer.wrap(now), scanned - witness.length);
    return read < witness.length || !Arrays.equals(now, witness);
  }

  private void forget() {
    lines = 0;
    scanned = 0;
    witness = new byte[0];
    edition++;
  }

  private void scan(FileChannel file) throws IOException {
    ByteBuffer block = ByteBuffer.allocate(BLOCK);
    long lineStart = scanned;
    for (long at = scanned; readFully(file, block.clear(), at) > 0; at += block.position()) {
      for (int i = 0; i < block.position(); i++) {
        if (block.get(i) == '\n') {
          addLine(lineStart);
          lineStart = at + i + 1;
        }
      }
    }
    scanned = lineStart;
    witness = new byte[(int) Math.min(WITNESS, scanned)];
    readFully(file, ByteBuffer.wrap(witness), scanned - witness.length);
  }

  private void addLine(long start) {
    if (lines % STRIDE == 0) {
      int index = lines / STRIDE;
      if (index == starts.length) {
        starts = Arrays.copyOf(starts, 2 * index);
      }
      starts[index] = start;
    }
    lines++;
  }

  @Override
  public synchronized List<OutputLine> lines(int from, int count) {
    List<OutputLine> found = new ArrayList<>();
    walk(
        from,
        Math.min(count, lines - from),
        line -> {
          found.add(OutputLine.of(line.text()));
          return true;
        });
    return found;
  }

  @Override
  public synchronized List<Integer> find(String text, int from, int most) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<Integer> found = new ArrayList<>();
    walk(
        from,
        lines - from,
        line -> {
          if (line.text().toLowerCase(Locale.ROOT).contains(wanted)) {
            found.add(line.number());
          }
          return found.size() < most;
        });
    return found;
  }

  private record Line(int number, String text) {}

  /// Visits lines until there are no more or the visitor has seen enough. What cannot be read is
  /// left out: the next look says why.
  private void walk(int from, int count, Predicate<Line> visitor) {
    if (channel.isEmpty() || from < 0 || count <= 0) {
      return;
    }
    int number = from - from % STRIDE;
    try {
      walk(channel.get(), starts[number / STRIDE], number, from, from + count, visitor);
    } catch (IOException e) {
      // Told by look(), which meets it as well.
    }
  }

  private static void walk(
      FileChannel file, long start, int first, int from, int to, Predicate<Line> visitor)
      throws IOException {
    byte[] bytes = new byte[BLOCK];
    int kept = 0;
    int number = first;
    long at = start;
    while (number < to) {
      int read = readFully(file, ByteBuffer.wrap(bytes, kept, bytes.length - kept), at);
      if (read <= 0) {
        return;
      }
      at += read;
      int end = kept + read;
      int begin = 0;
      for (int i = kept; i < end && number < to; i++) {
        if (bytes[i] == '\n') {
          if (number >= from && !visitor.test(new Line(number, text(bytes, begin, i)))) {
            return;
          }
          number++;
          begin = i + 1;
        }
      }
      kept = end - begin;
      System.arraycopy(bytes, begin, bytes, 0, kept);
      if (kept == bytes.length) {
        // Not written by Lifeguard, which cuts lines at 8 KiB.
        bytes = Arrays.copyOf(bytes, 2 * kept);
      }
    }
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, UTF_8);
  }

  private static int readFully(FileChannel file, ByteBuffer into, long at) throws IOException {
    int before = into.position();
    int read = 0;
    while (into.hasRemaining() && read >= 0) {
      read = file.read(into, at + into.position() - before);
    }
    return into.position() - before;
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (channel.isPresent()) {
        channel.get().close();
      }
    } catch (IOException e) {
      // It was only read from.
    }
    channel = Optional.empty();
  }
}
