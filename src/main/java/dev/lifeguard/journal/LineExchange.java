package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;

/// Lines over a socket, each of a bounded length. Not thread-safe; who has no patience any more
/// closes the channel, which ends every wait.
final class LineExchange {
  private final SocketChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(ControlLine.MOST_BYTES + 1);

  /// What came.
  sealed interface Received {
    /// A line, without its end. The last one may lack an end.
    record Line(byte[] bytes, int length) implements Received {}

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
    return new Received.Line(line, length);
  }

  /// Sends a whole line.
  void send(byte[] line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
