package dev.lifeguard.probe.linux;

import java.nio.ByteBuffer;

/// What all files of one probe share: a buffer, and the count of those that are kept open. Belongs
/// to the sampler's thread.
final class OpenFiles {
  /// Four files each of 500 processes, which leaves room below the 4096 descriptors that the
  /// strictest systems allow. Files beyond are opened for each read, which costs three times as
  /// much.
  private static final int MOST = 2000;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
  private int open;

  /// The shared buffer, empty.
  ByteBuffer buffer() {
    return buffer.clear();
  }

  /// A buffer twice as large with the same bytes in it.
  ByteBuffer larger() {
    ByteBuffer next = ByteBuffer.allocateDirect(buffer.capacity() * 2);
    next.put(buffer.flip());
    buffer = next;
    return next;
  }

  /// Whether one more file may be kept open; if so it is counted.
  boolean keepOneMore() {
    if (open >= MOST) {
      return false;
    }
    open++;
    return true;
  }

  void closedOne() {
    open--;
  }
}
