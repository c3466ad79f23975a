package dev.lifeguard.worker;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.lifeguard.probe.linux.EpollEvents;
import dev.lifeguard.probe.linux.LinuxSys;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What the supervisor thread reads and writes descriptors with: one epoll, one native buffer for
/// each direction. Owned by that thread.
final class NativeIo {
  /// How much is read or written with one call: the capacity of a pipe (pipe(7)).
  static final int BLOCK_BYTES = 64 << 10;

  private static final int EVENTS = 256;

  // About what it takes to put a thread to sleep and to wake it; longer would be a core's time
  // lost.
  private static final long SPIN_NANOS = 20_000;
  private static final long HURRIED_NANOS = 25_000;

  private final LinuxSys sys;
  private final int epoll;
  private final EpollEvents events;
  private final PipeReader reader;
  private final MemorySegment writeBuffer;
  private final byte[] messageBlock = new byte[BLOCK_BYTES];
  private boolean hurried;

  NativeIo(LinuxSys sys, int epoll) {
    this.sys = sys;
    this.epoll = epoll;
    Arena arena = Arena.ofAuto();
    this.events = new EpollEvents(arena, EVENTS);
    this.reader = new PipeReader(sys, BLOCK_BYTES);
    this.writeBuffer = arena.allocate(BLOCK_BYTES, 64);
  }

  LinuxSys sys() {
    return sys;
  }

  /// Where a portion of messages is read to.
  byte[] messageBlock() {
    return messageBlock;
  }

  /// Where a portion of output is read to, also while messages are looked at.
  byte[] outputBlock() {
    return reader.block();
  }

  /// Reads into [#outputBlock].
  PipeReader reader() {
    return reader;
  }

  /// The events that [#waitFor] found.
  EpollEvents events() {
    return events;
  }

  /// Waits for events. While they follow each other within microseconds it asks again and again
  /// before it sleeps: with tiny tasks, sleeping and being woken cost both sides more than the
  /// tasks themselves (an eighth of the throughput of two workers that do nothing, on two cores).
  /// Where events are rarer it sleeps at once, and takes no time from workers that compute.
  ///
  /// @return how many there are
  int waitFor(int timeoutMillis) {
    long began = System.nanoTime();
    int count = hurried && timeoutMillis != 0 ? askAgainUntil(began + SPIN_NANOS) : 0;
    if (count == 0) {
      count = poll(timeoutMillis);
    }
    hurried = count > 0 && System.nanoTime() - began < HURRIED_NANOS;
    return count;
  }

  private int askAgainUntil(long nanoTime) {
    int count = poll(0);
    while (count == 0 && System.nanoTime() - nanoTime < 0) {
      Thread.onSpinWait();
      count = poll(0);
    }
    return count;
  }

  private int poll(int timeoutMillis) {
    return Math.max(0, sys.epollWait(epoll, events, timeoutMillis));
  }

  /// Begins to wait for this descriptor.
  ///
  /// @return 0, or the negated error number: ENOSPC and ENOMEM are to be expected
  int watch(int fd, int what, long key) {
    return Math.min(0, sys.epollAdd(epoll, fd, what, key));
  }

  /// No longer waits for this descriptor.
  void unwatch(int fd) {
    sys.epollRemove(epoll, fd);
  }

  /// No longer waits for this descriptor and closes it.
  void close(int fd) {
    unwatch(fd);
    sys.close(fd);
  }

  /// Reads what is there, at most one block.
  ///
  /// @param into of [#BLOCK_BYTES]
  /// @return how many bytes, 0 at the end, or the negated error number
  int read(int fd, byte[] into) {
    return reader.read(fd, into);
  }

  /// Writes at most one block of this array.
  ///
  /// @return how many bytes were taken, or the negated error number
  int write(int fd, byte[] bytes, int from, int to) {
    int count = Math.min(BLOCK_BYTES, to - from);
    MemorySegment.copy(bytes, from, writeBuffer, JAVA_BYTE, 0, count);
    return (int) sys.write(fd, writeBuffer, count);
  }

  /// Writes both arrays with one call; together they fit a block.
  int write(int fd, byte[] first, byte[] second) {
    MemorySegment.copy(first, 0, writeBuffer, JAVA_BYTE, 0, first.length);
    MemorySegment.copy(second, 0, writeBuffer, JAVA_BYTE, first.length, second.length);
    return (int) sys.write(fd, writeBuffer, (long) first.length + second.length);
  }

  /// Frees the epoll.
  void close() {
    sys.close(epoll);
  }
}
