package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The output of one worker on the disk, with a limit: when it is reached, the first half stays, of
/// the second half the newer part moves to the front, and a line between them says how much is
/// gone. So the file never exceeds the limit, always holds the beginning and the end, and stays
/// plain text at every moment; each byte is written twice at most on average. Owned by the writer's
/// thread.
final class OutputFile {
  private final FileChannel channel;
  private final long limit;
  private long size;
  private long headBytes = -1;
  private long droppedBytes;
  private int noticeBytes;

  private OutputFile(FileChannel channel, long limit) throws IOException {
    this.channel = channel;
    this.limit = limit;
    this.size = channel.size();
  }

  /// Opens the file, which is created when it is not there.
  ///
  /// @param limit the most bytes that it ever holds
  static OutputFile open(Path path, long limit) throws IOException {
    return new OutputFile(
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        limit);
  }

  /// Appends whole lines, at most an eighth of the limit at a time.
  void append(ByteBuffer lines) throws IOException {
    if (headBytes < 0 && size + lines.remaining() > limit / 2) {
      headBytes = size;
    }
    if (size + lines.remaining() > limit) {
      dropMiddle();
    }
    size += writeFully(lines, size);
  }

  private void dropMiddle() throws IOException {
    long from = lineStart(size - limit / 4);
    droppedBytes += from - headBytes - noticeBytes;
    byte[] notice = notice();
    noticeBytes = notice.length;
    long to = headBytes + writeFully(ByteBuffer.wrap(notice), headBytes);
    // The target lies before the source, so a copy from front to back never overwrites what is
    // still to be read.
    ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
    for (long at = from; at < size; ) {
      buffer.clear();
      int read = channel.read(buffer, at);
      if (read < 0) {
        break;
      }
      at += read;
      to += writeFully(buffer.flip(), to);
    }
    channel.truncate(to);
    size = to;
  }

  private byte[] notice() {
    return ("[lifeguard] "
            + droppedBytes
            + " bytes were dropped here, because the file may hold "
            + limit
            + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private long lineStart(long wanted) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
    long at = wanted;
    while (channel.read(buffer.clear(), at) > 0) {
      for (int i = 0; i < buffer.position(); i++) {
        if (buffer.get(i) == '\n') {
          return at + i + 1;
        }
      }
      at += buffer.position();
    }
    return size;
  }

  private int writeFully(ByteBuffer bytes, long at) throws IOException {
    int length = bytes.remaining();
    long position = at;
    while (bytes.hasRemaining()) {
      position += channel.write(bytes, position);
    }
    return length;
  }

  void close() throws IOException {
    channel.close();
  }
}
