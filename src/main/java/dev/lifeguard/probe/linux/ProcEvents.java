package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// The kernel's own news of processes: every fork and every exit of the machine, with the exit
/// status (the process connector, `<linux/cn_proc.h>`; netlink(7), `NETLINK_CONNECTOR`).
///
/// It works without privileges on the kernels that were tried (6.12, 6.18), and only outside of
/// containers, because the kernel wants its first user and process namespaces. It has to be tried.
///
/// Belongs to one thread, except for [#close].
final class ProcEvents {
  // <linux/netlink.h>, <linux/connector.h>, <linux/cn_proc.h>.
  private static final int AF_NETLINK = 16;
  private static final int SOCK_DGRAM = 2;
  private static final int NETLINK_CONNECTOR = 11;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVBUFFORCE = 33;
  private static final int SO_RCVBUF = 8;
  private static final int CN_IDX_PROC = 1;
  private static final int NLMSG_DONE = 3;
  private static final int LISTEN = 1;
  private static final int MESSAGE_BYTES = 40;
  private static final int EVENT_AT = 36;
  private static final int DATA_AT = 52;
  private static final int NONE = 0;
  private static final int FORK = 1;
  private static final int EXIT = 0x80000000;
  // A thousand processes that die at once are about 300 bytes each.
  private static final int BUFFER_BYTES = 4 << 20;

  /// One piece of news.
  sealed interface News {
    /// A process has started another one.
    record Forked(long parent, long child) implements News {}

    /// A process has ended, with this raw status.
    record Exited(long pid, int rawStatus) implements News {}

    /// Something that is of no interest, for example a thread.
    record Other() implements News {}
  }

  private final LinuxSys sys;
  private final int socket;
  private final MemorySegment message;

  private ProcEvents(LinuxSys sys, int socket, Arena arena) {
    this.sys = sys;
    this.socket = socket;
    this.message = arena.allocate(1024, 8);
  }

  /// Begins to listen.
  ///
  /// @return empty where the kernel does not tell us
  static Optional<ProcEvents> open(LinuxSys sys) {
    try (Arena arena = Arena.ofConfined()) {
      NativeCalls calls = new NativeCalls();
      int type = SOCK_DGRAM | LinuxSys.CLOSE_ON_EXEC;
      int socket = calls.ints(Calls.SOCKET, AF_NETLINK, type, NETLINK_CONNECTOR);
      if (socket < 0) {
        return Optional.empty();
      }
      ProcEvents events = new ProcEvents(sys, socket, Arena.ofAuto());
      if (subscribe(arena, calls, socket) && events.isHeard()) {
        return Optional.of(events);
      }
      sys.close(socket);
      return Optional.empty();
    }
  }

  private static boolean subscribe(Arena arena, NativeCalls calls, int socket) {
    MemorySegment size = arena.allocateFrom(JAVA_INT, BUFFER_BYTES);
    for (int option : new int[] {SO_RCVBUFFORCE, SO_RCVBUF}) {
      int _ = calls.ints(Calls.SETSOCKOPT, socket, SOL_SOCKET, option, size.address(), 4);
    }
    MemorySegment address = arena.allocate(12, 4);
    address.set(JAVA_SHORT, 0, (short) AF_NETLINK);
    address.set(JAVA_INT, 8, CN_IDX_PROC);
    if (calls.ints(Calls.BIND, socket, address.address(), 12) < 0) {
      return false;
    }
    MemorySegment order = arena.allocate(MESSAGE_BYTES, 4);
    order.set(JAVA_INT, 0, MESSAGE_BYTES);
    order.set(JAVA_SHORT, 4, (short) NLMSG_DONE);
    // struct cn_msg behind the header of 16: idx, val, seq, ack, length, flags.
    order.set(JAVA_INT, 16, CN_IDX_PROC);
    order.set(JAVA_INT, 20, 1);
    order.set(JAVA_SHORT, 32, (short) 4);
    order.set(JAVA_INT, 36, LISTEN);
    return calls.longs(Calls.SEND, socket, order.address(), MESSAGE_BYTES, 0) == MESSAGE_BYTES;
  }

  /// The kernel answers the subscription with an event of the kind "none" that holds an error
  /// number, 0 when all is well; where it is not meant for us, it says nothing or an error.
  private boolean isHeard() {
    EpollEvents events = new EpollEvents(Arena.ofAuto(), 1);
    int epoll = sys.epollCreate();
    try {
      sys.epollAdd(epoll, socket, LinuxSys.READABLE, 0);
      for (int i = 0; i < 100; i++) {
        if (sys.epollWait(epoll, events, 200) != 1) {
          return false;
        }
        long length = sys.read(socket, message, message.byteSize());
        if (length < DATA_AT) {
          return false;
        }
        if (message.get(JAVA_INT, EVENT_AT) == NONE) {
          return message.get(JAVA_INT, DATA_AT) == 0;
        }
      }
      // Nothing but news: so it speaks to us.
      return true;
    } finally {
      sys.close(epoll);
    }
  }

  /// The descriptor to wait for.
  int descriptor() {
    return socket;
  }

  /// Takes the next piece of news, which must be there.
  News next() {
    long length = sys.read(socket, message, message.byteSize());
    if (length < DATA_AT + 12) {
      return new News.Other();
    }
    int what = message.get(JAVA_INT, EVENT_AT);
    int first = message.get(JAVA_INT, DATA_AT);
    int second = message.get(JAVA_INT, DATA_AT + 4);
    int third = message.get(JAVA_INT, DATA_AT + 8);
    if (what == EXIT && first == second) {
      return new News.Exited(first, third);
    } else if (what == FORK && length >= DATA_AT + 16) {
      // parent, its process, child, its process: threads are forked as well.
      int childProcess = message.get(JAVA_INT, DATA_AT + 12);
      return third == childProcess ? new News.Forked(second, childProcess) : new News.Other();
    }
    return new News.Other();
  }

  /// Stops listening. Not while another thread reads.
  void close() {
    sys.close(socket);
  }

  private static final class Calls {
    static final CFunction SOCKET = CFunction.of("socket");
    static final CFunction BIND = CFunction.of("bind");
    static final CFunction SETSOCKOPT = CFunction.of("setsockopt");
    static final CFunction SEND = CFunction.of("send");

    private Calls() {}
  }
}
