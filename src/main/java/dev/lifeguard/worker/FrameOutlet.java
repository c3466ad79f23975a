package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import java.util.ArrayDeque;

/// The pipe to one worker: never blocks, keeps what the pipe does not take and goes on when it
/// does. Owned by the supervisor thread.
///
/// A worker that has closed its end is not told from here: it is dead, or its silence is.
final class FrameOutlet {
  private static final int CLOSED = -1;
  private static final int NOT_YET_OPEN = -2;
  // So that a worker with a huge item does not keep the others waiting.
  private static final int BLOCKS_AT_ONCE = 16;

  private final NativeIo io;
  private final long key;
  private final byte[] header = new byte[FrameHeader.BYTES];
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private int written;
  private int fd = NOT_YET_OPEN;
  private boolean watched;

  /// @param key the key of this pipe's events
  FrameOutlet(NativeIo io, long key) {
    this.io = io;
    this.key = key;
  }

  /// Queues something that stands before all messages.
  void prepend(byte[] text) {
    waiting.addFirst(text);
  }

  /// The pipe exists: writes what was queued so far.
  void open(int fd) {
    this.fd = fd;
    writeOn();
  }

  /// Sends a message.
  void send(FrameType type, int task, int attempt, byte[] payload) {
    if (fd == CLOSED) {
      return;
    }
    FrameHeader.write(header, type, task, attempt, payload.length);
    boolean atOnce = fd >= 0 && waiting.isEmpty();
    if (atOnce && payload.length <= NativeIo.BLOCK_BYTES - FrameHeader.BYTES) {
      int count = io.write(fd, header, payload);
      if (count == FrameHeader.BYTES + payload.length) {
        return;
      }
      if (isBroken(count)) {
        close();
        return;
      }
      written = Math.max(0, count);
      if (written >= FrameHeader.BYTES) {
        written -= FrameHeader.BYTES;
      } else {
        waiting.add(header.clone());
      }
      waiting.add(payload);
      watch();
      return;
    }
    waiting.add(header.clone());
    if (payload.length > 0) {
      waiting.add(payload);
    }
    if (atOnce) {
      writeOn();
    }
  }

  /// The pipe takes bytes again, or has broken.
  void writeOn() {
    for (int i = 0; i < BLOCKS_AT_ONCE && fd >= 0; i++) {
      byte[] first = waiting.peekFirst();
      if (first == null) {
        unwatch();
        return;
      }
      int count = io.write(fd, first, written, first.length);
      if (isBroken(count)) {
        close();
        return;
      }
      if (count < 0) {
        break;
      }
      written += count;
      if (written == first.length) {
        waiting.removeFirst();
        written = 0;
      }
    }
    watch();
  }

  /// Drops what was not written and closes the pipe.
  void close() {
    waiting.clear();
    if (fd >= 0) {
      unwatch();
      io.sys().close(fd);
    }
    fd = CLOSED;
  }

  private static boolean isBroken(int count) {
    return count < 0 && count != -Errno.EAGAIN && count != -Errno.EINTR;
  }

  private void watch() {
    if (fd >= 0 && !watched) {
      watched = io.watch(fd, LinuxSys.WRITABLE, key) == 0;
      if (!watched) {
        // What waits would wait for ever. Without this pipe the worker ends and is replaced.
        close();
      }
    }
  }

  private void unwatch() {
    if (watched) {
      watched = false;
      io.unwatch(fd);
    }
  }
}
