package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;

/// Lines over a socket, each of a bounded length. Not thread-safe; who has no patience any more
/// closes the channel, which ends every wait.
final class LineExchange {
  private static final long MOST_DISCARDED_BYTES = 16L << 20;

  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(ControlLine.MOST_BYTES + 1);

  /// What came.
  sealed interface Received {
    /// A line, without its end, in an array of its own.
    record Line(ByteBuffer bytes) implements Received {}

    /// More bytes than a line may have.
    record TooLong() implements Received {}

    /// The other side is done.
    record End() implements Received {}
  }

  LineExchange(SocketChannel channel) {
    this.channel = channel;
  }

  /// Waits for the next line.
  ///
  /// @throws IOException if the connection breaks, or was closed
  Received next() throws IOException {
    while (true) {
      Optional<Received.Line> line = lineInBuffer();
      if (line.isPresent()) {
        return line.get();
      }
      if (!buffer.hasRemaining()) {
        return new Received.TooLong();
      }
      if (channel.read(buffer) < 0) {
        return buffer.position() == 0 ? new Received.End() : take(buffer.position(), 0);
      }
    }
  }

  private Optional<Received.Line> lineInBuffer() {
    for (int i = 0; i < buffer.position(); i++) {
      if (buffer.get(i) == '\n') {
        return Optional.of(take(i, 1));
      }
    }
    return Optional.empty();
  }

  private Received.Line take(int length, int lineEnd) {
    byte[] line = Arrays.copyOf(buffer.array(), length);
    buffer.flip().position(length + lineEnd);
    buffer.compact();
    return new Received.Line(ByteBuffer.wrap(line));
  }

  /// Sends a whole line.
  void send(byte[] line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /// Says that nothing more is sent, and reads what the other side still sends without keeping it:
  /// a connection that is closed before everything was read loses the last line that was sent.
  void discardTheRest() throws IOException {
    channel.shutdownOutput();
    long left = MOST_DISCARDED_BYTES;
    int read = 0;
    while (read >= 0 && left > 0) {
      buffer.clear();
      read = channel.read(buffer);
      left -= read;
    }
  }
}
