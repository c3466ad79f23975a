package dev.lifeguard.worker;

import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import java.util.ArrayDeque;
import java.util.Arrays;

/// The pipe to one worker: never blocks, keeps what the pipe does not take and goes on when it
/// does. Owned by the supervisor thread.
///
/// A task may be sent while another one runs. It then waits in the pipe, from where it can be taken
/// back: for that a small message is written in one piece, and one read of the worker gives one
/// such piece, so that it is either whole in the pipe or wholly read. A second task that is too
/// long for that is held here until the first is answered, so that it is never in the way of an
/// interruption of the first one.
///
/// A worker that has closed its end is not told from here: it is dead, or its silence is.
final class FrameOutlet {
  /// What a pipe takes whole or not at all (`PIPE_BUF` of Linux, pipe(7)).
  static final int ATOMIC_BYTES = 4096;

  private static final int CLOSED = -1;
  private static final int NOT_YET_OPEN = -2;
  // So that a worker with a huge item does not keep the others waiting.
  private static final int BLOCKS_AT_ONCE = 16;

  private final NativeIo io;
  private final long key;
  private final boolean inPieces;
  private final byte[] header = new byte[FrameHeader.BYTES];
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private int written;
  private int fd = NOT_YET_OPEN;
  private boolean watched;
  private boolean packets;
  private int unanswered;
  // Positions in the stream of all bytes to this worker: what was ordered, what the pipe took.
  private long ordered;
  private long taken;
  private Given last = new Given(0, 0, 0, 0);

  /// A message that is not to be written yet.
  private record Held(FrameType type, int task, int attempt, Payload payload) {}

  /// The newest task and its place in the stream.
  private record Given(int task, int attempt, long from, int bytes) {
    boolean is(int otherTask, int otherAttempt) {
      return bytes > 0 && task == otherTask && attempt == otherAttempt;
    }
  }

  /// @param key the key of this pipe's events
  /// @param inPieces whether the worker reads in blocks that hold any small message; one that does
  ///   not would lose the rest of it
  FrameOutlet(NativeIo io, long key, boolean inPieces) {
    this.io = io;
    this.key = key;
    this.inPieces = inPieces;
  }

  /// Queues something that stands before all messages.
  void prepend(byte[] text) {
    if (text.length > 0) {
      waiting.addFirst(text);
      ordered += text.length;
      last = new Given(last.task(), last.attempt(), last.from() + text.length, last.bytes());
    }
  }

  /// The pipe exists: writes what was queued so far.
  void open(int fd) {
    this.fd = fd;
    writeOn();
  }

  /// Whether everything but what is held was written.
  boolean isWritten() {
    return waiting.isEmpty();
  }

  /// Sends a message.
  void send(FrameType type, int task, int attempt, Payload payload) {
    if (fd == CLOSED) {
      return;
    }
    boolean overtakes = type == FrameType.INTERRUPT || type == FrameType.DUMP;
    if (mustBeHeld(type, payload) || (!held.isEmpty() && !overtakes)) {
      held.add(new Held(type, task, attempt, payload));
    } else {
      put(type, task, attempt, payload);
    }
  }

  private boolean mustBeHeld(FrameType type, Payload payload) {
    return type == FrameType.RUN
        && unanswered > 0
        && FrameHeader.BYTES + payload.size() > ATOMIC_BYTES;
  }

  /// The worker has answered a task.
  void answered() {
    unanswered = Math.max(0, unanswered - 1);
    for (Held next = held.peekFirst();
        next != null && !mustBeHeld(next.type(), next.payload());
        next = held.peekFirst()) {
      held.removeFirst();
      put(next.type(), next.task(), next.attempt(), next.payload());
    }
  }

  /// Takes back the newest task.
  ///
  /// @return whether the worker will not see it
  boolean takeBack(int task, int attempt) {
    if (held.removeIf(
        it -> it.type() == FrameType.RUN && it.task() == task && it.attempt() == attempt)) {
      return true;
    }
    if (fd < 0 || !last.is(task, attempt) || last.bytes() > ATOMIC_BYTES) {
      return false;
    }
    boolean back = last.from() >= taken ? dropLast() : drainLast();
    if (back) {
      last = new Given(0, 0, 0, 0);
      unanswered--;
    }
    return back;
  }

  /// It is still here, in one piece.
  private boolean dropLast() {
    boolean dropped =
        waiting.removeIf(it ->
            it.length == last.bytes()
                && startsWith(it, FrameType.RUN, last.task(), last.attempt()));
    ordered -= dropped ? last.bytes() : 0;
    return dropped;
  }

  /// It was written, and is still in the pipe if it is the next that the worker will read: what it
  /// reads meanwhile can only be this very message.
  private boolean drainLast() {
    int reader = io.sys().openReadEnd(fd);
    if (reader < 0) {
      return false;
    }
    try {
      boolean isNext = taken - io.sys().bytesWaiting(reader) == last.from();
      return isNext && readBack(reader);
    } finally {
      io.sys().close(reader);
    }
  }

  /// Reads what the worker would have read, and writes back what is not the newest task.
  private boolean readBack(int reader) {
    byte[] block = new byte[NativeIo.BLOCK_BYTES];
    int count = io.read(reader, block);
    if (count <= 0) {
      return false;
    }
    boolean found =
        count >= last.bytes() && startsWith(block, FrameType.RUN, last.task(), last.attempt());
    int from = found ? last.bytes() : 0;
    taken -= from;
    ordered -= from;
    if (from < count && io.write(fd, block, from, count) != count - from) {
      // There was room a moment ago. Without its pipe the worker ends and is replaced.
      close();
    }
    return found;
  }

  private static boolean startsWith(byte[] bytes, FrameType type, int task, int attempt) {
    byte[] expected = new byte[FrameHeader.BYTES];
    FrameHeader.write(expected, type, task, attempt, 0);
    return Arrays.equals(bytes, 0, FrameHeader.LENGTH_AT, expected, 0, FrameHeader.LENGTH_AT);
  }

  private void put(FrameType type, int task, int attempt, Payload payload) {
    byte[] text = payload.utf8();
    int bytes = FrameHeader.BYTES + text.length;
    if (type == FrameType.RUN) {
      unanswered++;
      last = new Given(task, attempt, ordered, bytes);
    }
    ordered += bytes;
    FrameHeader.write(header, type, task, attempt, text.length);
    boolean atOnce = fd >= 0 && waiting.isEmpty();
    if (atOnce && bytes <= NativeIo.BLOCK_BYTES) {
      usePackets(bytes <= ATOMIC_BYTES);
      int count = io.write(fd, header, text);
      if (count == bytes) {
        taken += bytes;
        return;
      }
      if (isBroken(count)) {
        close();
        return;
      }
      written = Math.max(0, count);
      taken += written;
      queue(text);
      watch();
      return;
    }
    queue(text);
    if (atOnce) {
      writeOn();
    }
  }

  /// A short message as one array, because what is written later must be in one piece, too.
  private void queue(byte[] text) {
    if (header.length + text.length <= NativeIo.BLOCK_BYTES) {
      byte[] whole = Arrays.copyOf(header, header.length + text.length);
      System.arraycopy(text, 0, whole, header.length, text.length);
      waiting.add(whole);
    } else {
      waiting.add(header.clone());
      waiting.add(text);
    }
  }

  private void usePackets(boolean wanted) {
    if (inPieces && packets != wanted) {
      packets = wanted;
      // Where it is refused a second task may be read with the first, and not be had back.
      int _ = io.sys().setPacketMode(fd, wanted);
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
      usePackets(first.length <= ATOMIC_BYTES);
      int count = io.write(fd, first, written, first.length);
      if (isBroken(count)) {
        close();
        return;
      }
      if (count < 0) {
        break;
      }
      written += count;
      taken += count;
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
    held.clear();
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
