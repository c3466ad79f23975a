package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Hands descriptors to another process, over a connected pair of sockets (unix(7), `SCM_RIGHTS`).
/// Structures are those of 64-bit Linux. Owned by one thread at a time.
public final class UnixSocket {
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  // Without it a write to a process that has ended would be a signal to us.
  private static final int MSG_NOSIGNAL = 0x4000;
  // struct iovec: where, how much.
  private static final int VECTOR_BYTES = 16;
  // struct msghdr: name, its length, vectors, their number, control, its length, flags.
  private static final int HEADER_BYTES = 56;
  private static final int VECTORS_AT = 16;
  private static final int VECTOR_COUNT_AT = 24;
  private static final int CONTROL_AT = 32;
  private static final int CONTROL_LENGTH_AT = 40;
  // struct cmsghdr: length (with this header), level, type; the descriptors follow.
  private static final int CONTROL_HEADER_BYTES = 16;

  private final LinuxSys sys;
  private final NativeCalls calls = new NativeCalls();

  /// With the calling thread's system calls.
  public UnixSocket(LinuxSys sys) {
    this.sys = sys;
  }

  /// socketpair(2): a stream, close-on-exec, both ends with numbers of 10 and above.
  ///
  /// @param ends receives both
  /// @return 0, or the negated error number
  public int pair(int[] ends) {
    int type = SOCK_STREAM | LinuxSys.CLOSE_ON_EXEC;
    int made = calls.ints(Calls.SOCKETPAIR, AF_UNIX, type, 0, calls.at());
    if (made < 0) {
      return made;
    }
    ends[0] = sys.movedUp(calls.scratchInt(0));
    ends[1] = sys.movedUp(calls.scratchInt(4));
    return Math.min(0, Math.min(ends[0], ends[1]));
  }

  /// sendmsg(2): the bytes, and the right to these descriptors, of which the other process gets
  /// copies. Blocks while the socket is full.
  ///
  /// @return how many bytes were taken, or the negated error number
  public int send(int socket, byte[] bytes, List<Integer> descriptors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment message = message(arena, bytes, descriptors);
      return (int) calls.longs(Calls.SENDMSG, socket, message.address(), MSG_NOSIGNAL);
    }
  }

  private static MemorySegment message(Arena arena, byte[] bytes, List<Integer> descriptors) {
    MemorySegment text = arena.allocate(Math.max(1, bytes.length));
    MemorySegment.copy(bytes, 0, text, JAVA_BYTE, 0, bytes.length);
    MemorySegment vector = arena.allocate(VECTOR_BYTES, 8);
    vector.set(ADDRESS, 0, text);
    vector.set(JAVA_LONG, 8, bytes.length);
    MemorySegment message = arena.allocate(HEADER_BYTES, 8);
    message.set(ADDRESS, VECTORS_AT, vector);
    message.set(JAVA_LONG, VECTOR_COUNT_AT, 1);
    if (!descriptors.isEmpty()) {
      long length = CONTROL_HEADER_BYTES + 4L * descriptors.size();
      MemorySegment control = arena.allocate((length + 7) / 8 * 8, 8);
      control.set(JAVA_LONG, 0, length);
      control.set(JAVA_INT, 8, SOL_SOCKET);
      control.set(JAVA_INT, 12, SCM_RIGHTS);
      for (int i = 0; i < descriptors.size(); i++) {
        control.set(JAVA_INT, CONTROL_HEADER_BYTES + 4L * i, descriptors.get(i));
      }
      message.set(ADDRESS, CONTROL_AT, control);
      message.set(JAVA_LONG, CONTROL_LENGTH_AT, control.byteSize());
    }
    return message;
  }

  private static final class Calls {
    static final CFunction SOCKETPAIR = CFunction.of("socketpair");
    static final CFunction SENDMSG = CFunction.of("sendmsg");

    private Calls() {}
  }
}
