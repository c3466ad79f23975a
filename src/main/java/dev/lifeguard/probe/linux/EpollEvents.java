package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Room for the events of one epoll_wait(2). `struct epoll_event` is packed on x86-64 only: 12
/// bytes with the key at 4, elsewhere 16 bytes with the key at 8 (`<sys/epoll.h>`).
public final class EpollEvents {
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");
  private static final int STRIDE = PACKED ? 12 : 16;
  static final int KEY_OFFSET = PACKED ? 4 : 8;

  private final MemorySegment memory;
  private final int capacity;

  /// Room for so many events.
  public EpollEvents(Arena arena, int capacity) {
    this.memory = arena.allocate((long) STRIDE * capacity, 8);
    this.capacity = capacity;
  }

  /// The key with which the descriptor of this event was added.
  public long key(int index) {
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, (long) STRIDE * index + KEY_OFFSET);
  }

  /// What happened: `EPOLLIN` and so on, ored.
  public int events(int index) {
    return memory.get(JAVA_INT, (long) STRIDE * index);
  }

  MemorySegment memory() {
    return memory;
  }

  int capacity() {
    return capacity;
  }
}
