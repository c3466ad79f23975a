package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.OptionalInt;

/// The system calls of Linux that the Java library does not offer: pipes, epoll, pidfds, waitid,
/// signals to process groups.
///
/// Every method answers like the kernel itself: the result, or the negated error number (see
/// [Errno]). An object belongs to one thread at a time (see [NativeCalls]); objects are cheap.
///
/// Numbers of system calls above 423 are the same on every architecture. Structures and constants
/// are those of x86-64 and arm64, checked there by the page of section 2 that each method names.
public final class LinuxSys {
  /// close-on-exec, for pipes, epoll and eventfd (`O_CLOEXEC`, `EPOLL_CLOEXEC`, `EFD_CLOEXEC`).
  public static final int CLOSE_ON_EXEC = 0x80000;

  /// non-blocking, for pipes and eventfd (`O_NONBLOCK`, `EFD_NONBLOCK`).
  public static final int NON_BLOCKING = 0x800;

  /// `EPOLLIN`.
  public static final int READABLE = 0x1;

  /// `EPOLLOUT`.
  public static final int WRITABLE = 0x4;

  // <fcntl.h>; one of the few flags whose number is the architecture's.
  private static final int O_DIRECT =
      System.getProperty("os.arch", "").equals("aarch64") ? 0x10000 : 0x4000;
  private static final long FIONREAD = 0x541b;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int F_SETOWN = 8;
  private static final int F_SETSIG = 10;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int O_ASYNC = 0x2000;
  private static final int MFD_CLOEXEC = 1;
  private static final int CLOCK_BOOTTIME = 7;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int EPOLL_CTL_DEL = 2;
  private static final long SYS_PIDFD_SEND_SIGNAL = 424;
  private static final long SYS_PIDFD_OPEN = 434;
  private static final int P_PIDFD = 3;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;
  private static final int SIGCHLD = 17;
  private static final int RLIMIT_DATA = 2;
  private static final long PIDFD_INFO_PID = 1;
  private static final long PIDFD_INFO_EXIT = 8;
  // _IOWR(0xFF, 11, 72 bytes); the structure without the answer about exits has 64.
  private static final long PIDFD_GET_INFO_72 = 0xC048_FF0BL;
  private static final int EXIT_CODE_AT = 60;
  private static final int SIGTTIN = 21;
  private static final int SIGTTOU = 22;

  /// The bits of those two in a set of signals.
  static final long TERMINAL_SIGNALS = 1L << (SIGTTIN - 1) | 1L << (SIGTTOU - 1);

  private final NativeCalls calls = new NativeCalls();

  private LinuxSys() {}

  /// The system calls, or nothing where this is not Linux, its kernel is older than 5.4, or native
  /// access is denied (`--illegal-native-access=deny`).
  public static Optional<LinuxSys> open() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return Optional.empty();
    }
    try {
      LinuxSys sys = new LinuxSys();
      int own = sys.pidfdOpen(ProcessHandle.current().pid());
      if (own < 0) {
        return Optional.empty();
      }
      sys.close(own);
      return Optional.of(sys);
    } catch (LinkageError | IllegalCallerException denied) {
      return Optional.empty();
    }
  }

  /// Another object for another thread.
  public LinuxSys forAnotherThread() {
    return new LinuxSys();
  }

  /// read(2) into the start of the buffer: bytes read, 0 at the end of file.
  public long read(int fd, MemorySegment buffer, long length) {
    try {
      return calls.longs(LinuxCalls.READ, fd, buffer.address(), length);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /// write(2) from the buffer: bytes written.
  public long write(int fd, MemorySegment buffer, long length) {
    try {
      return calls.longs(LinuxCalls.WRITE, fd, buffer.address(), length);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /// close(2). The descriptor is free afterwards whatever the answer.
  public void close(int fd) {
    int _ = calls.ints(LinuxCalls.CLOSE, fd);
  }

  /// pipe2(2) with close-on-exec, both ends moved to numbers of 10 and above, so that they never
  /// stand in the way of the numbers that a child is given.
  ///
  /// @param ends receives the read end and the write end
  public int pipe(int[] ends) {
    int made = calls.ints(LinuxCalls.PIPE2, calls.at(), CLOSE_ON_EXEC);
    if (made < 0) {
      return made;
    }
    ends[0] = calls.scratchInt(0);
    ends[1] = calls.scratchInt(4);
    int read = movedUp(ends[0]);
    ends[0] = read < 0 ? ends[0] : read;
    int write = movedUp(ends[1]);
    ends[1] = write < 0 ? ends[1] : write;
    return Math.min(0, Math.min(read, write));
  }

  int movedUp(int fd) {
    if (fd >= 10) {
      return fd;
    }
    int higher = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    if (higher >= 0) {
      close(fd);
    }
    return higher;
  }

  /// Makes reads and writes on this end answer at once.
  public int setNonBlocking(int fd) {
    int flags = fcntl(fd, F_GETFL, 0);
    return flags < 0 ? flags : fcntl(fd, F_SETFL, flags | NON_BLOCKING);
  }

  /// The same for the read end of a pipe that has no other flag yet, with half the calls.
  public int setReadEndNonBlocking(int fd) {
    return fcntl(fd, F_SETFL, NON_BLOCKING);
  }

  /// Whether what is written to this end of a pipe from now on is read in the same portions: one
  /// read gives one write of at most 4096 bytes (pipe(2), `O_DIRECT`).
  public int setPacketMode(int fd, boolean packets) {
    int flags = fcntl(fd, F_GETFL, 0);
    int wanted = packets ? flags | O_DIRECT : flags & ~O_DIRECT;
    return flags < 0 ? flags : fcntl(fd, F_SETFL, wanted);
  }

  /// A read end of the pipe of which this is the write end, non-blocking and close-on-exec, beside
  /// the one that another process has. It is to be closed soon: as long as it is open a write does
  /// not tell that the other one has gone.
  public int openReadEnd(int writeEnd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom("/proc/self/fd/" + writeEnd);
      return calls.ints(LinuxCalls.OPEN, path.address(), NON_BLOCKING | CLOSE_ON_EXEC);
    }
  }

  /// open(2) to read, non-blocking and close-on-exec: of another process's end of a pipe, by its
  /// link in `/proc`, it neither waits for the other end nor takes anything from the pipe.
  int openForLook(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path);
      return calls.ints(LinuxCalls.OPEN, name.address(), NON_BLOCKING | CLOSE_ON_EXEC);
    }
  }

  /// How many bytes wait in this pipe (ioctl(2), `FIONREAD`); either end.
  public int bytesWaiting(int fd) {
    int answer = calls.ints(LinuxCalls.IOCTL, fd, FIONREAD, calls.at());
    return answer < 0 ? answer : calls.scratchInt(0);
  }

  /// Whether processes below us whose parent ends become our children from now on, and not those of
  /// init (prctl(2), `PR_SET_CHILD_SUBREAPER`). Of the whole process, not of the thread.
  public int adoptOrphans(boolean wanted) {
    return calls.ints(LinuxCalls.PRCTL, PR_SET_CHILD_SUBREAPER, wanted ? 1L : 0L, 0L, 0L, 0L);
  }

  /// Has the kernel send a signal when something happens on this end of a pipe, for example when
  /// the last writer goes, to the group that [#setOwner] names (fcntl(2), `F_SETSIG`, `O_ASYNC`).
  /// The setting stays with the pipe's end wherever it is inherited.
  public int signalOnEvent(int fd, int signal) {
    int set = fcntl(fd, F_SETSIG, signal);
    int flags = set < 0 ? set : fcntl(fd, F_GETFL, 0);
    return flags < 0 ? flags : fcntl(fd, F_SETFL, flags | O_ASYNC);
  }

  /// Both: the group gets the signal when something happens on this end.
  public int signalGroupOnEvent(int fd, long group, int signal) {
    int set = setOwner(fd, group);
    return set < 0 ? set : signalOnEvent(fd, signal);
  }

  /// Names the process group that gets the signal of [#signalOnEvent] (fcntl(2), `F_SETOWN`). The
  /// kernel remembers the group itself, not its number.
  public int setOwner(int fd, long group) {
    return fcntl(fd, F_SETOWN, (int) -group);
  }

  /// memfd_create(2), close-on-exec: an empty file in memory, on a number of 10 or above.
  public int memoryFile() {
    calls.scratch().setString(0, "lifeguard");
    int made = calls.ints(LinuxCalls.MEMFD_CREATE, calls.at(), MFD_CLOEXEC);
    return made < 0 ? made : movedUp(made);
  }

  /// pwrite(2): writes at this place and leaves the file's position where it is.
  public long write(int fd, MemorySegment buffer, long length, long at) {
    try {
      return calls.longs(LinuxCalls.PWRITE, fd, buffer.address(), length, at);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /// clock_gettime(2) of `CLOCK_BOOTTIME`: nanoseconds since boot, in which the kernel notes when a
  /// process began.
  public long sinceBootNanos() {
    int _ = calls.ints(LinuxCalls.CLOCK_GETTIME, CLOCK_BOOTTIME, calls.at());
    return calls.scratchLong(0) * 1_000_000_000L + calls.scratchLong(8);
  }

  private int fcntl(int fd, int command, int argument) {
    return calls.ints(LinuxCalls.FCNTL, fd, command, argument);
  }

  /// epoll_create1(2).
  public int epollCreate() {
    return calls.ints(LinuxCalls.EPOLL_CREATE, CLOSE_ON_EXEC);
  }

  /// eventfd(2), non-blocking.
  public int eventfd() {
    return calls.ints(LinuxCalls.EVENTFD, 0, CLOSE_ON_EXEC | NON_BLOCKING);
  }

  /// epoll_ctl(2), add, level-triggered.
  ///
  /// @param key what [EpollEvents#key] tells of an event of this descriptor
  public int epollAdd(int epoll, int fd, int events, long key) {
    calls.scratch().set(JAVA_INT, 0, events);
    calls.scratch().set(ValueLayout.JAVA_LONG_UNALIGNED, EpollEvents.KEY_OFFSET, key);
    return epollCtl(epoll, EPOLL_CTL_ADD, fd);
  }

  /// epoll_ctl(2), delete.
  public int epollRemove(int epoll, int fd) {
    return epollCtl(epoll, EPOLL_CTL_DEL, fd);
  }

  private int epollCtl(int epoll, int operation, int fd) {
    return calls.ints(LinuxCalls.EPOLL_CTL, epoll, operation, fd, calls.at());
  }

  /// epoll_wait(2).
  ///
  /// @param timeoutMillis -1 waits for ever
  public int epollWait(int epoll, EpollEvents events, int timeoutMillis) {
    return calls.ints(
        LinuxCalls.EPOLL_WAIT, epoll, events.memory().address(), events.capacity(), timeoutMillis);
  }

  /// kill(2); a negative pid names a process group. Everybody's, one's own and init's are refused
  /// (`EINVAL`): no worker has those, and as root the first of them ends a machine.
  public int kill(long pid, int signal) {
    if (pid >= -1 && pid <= 1) {
      return -Errno.EINVAL;
    }
    return calls.ints(LinuxCalls.KILL, pid, signal);
  }

  /// open(2) of a directory, to name it to another system call.
  public int openDirectory(String path) {
    try (Arena arena = Arena.ofConfined()) {
      return calls.ints(LinuxCalls.OPEN, arena.allocateFrom(path).address(), CLOSE_ON_EXEC);
    }
  }

  /// prlimit(2), `RLIMIT_DATA`: limits what a running process may commit from now on, and what it
  /// will start.
  public int limitData(long pid, long bytes) {
    calls.scratch().set(JAVA_LONG, 0, bytes);
    calls.scratch().set(JAVA_LONG, Long.BYTES, bytes);
    return calls.ints(LinuxCalls.PRLIMIT, pid, RLIMIT_DATA, calls.at(), 0);
  }

  /// Whether the kernel tells of any process how it ended, also to those who are not its parent:
  /// `PIDFD_GET_INFO` (ioctl_pidfd(2)), whose structure got the room for it in Linux 6.15. Tried on
  /// this process.
  public boolean tellsExitsOfOthers() {
    int own = pidfdOpen(ProcessHandle.current().pid());
    if (own < 0) {
      return false;
    }
    calls.clear();
    calls.scratch().set(JAVA_LONG, 0, PIDFD_INFO_PID | PIDFD_INFO_EXIT);
    int answer = calls.ints(LinuxCalls.IOCTL, own, PIDFD_GET_INFO_72, calls.at());
    close(own);
    return answer >= 0;
  }

  /// How a process ended, from a pidfd that was opened while it was there, once it has been reaped
  /// (ioctl_pidfd(2), `PIDFD_GET_INFO` with `PIDFD_INFO_EXIT`, Linux 6.15). Anybody may ask.
  ///
  /// @return the raw wait status; empty when the kernel does not tell, or not yet
  public OptionalInt exitOf(int pidfd) {
    calls.clear();
    calls.scratch().set(JAVA_LONG, 0, PIDFD_INFO_PID | PIDFD_INFO_EXIT);
    int answer = calls.ints(LinuxCalls.IOCTL, pidfd, PIDFD_GET_INFO_72, calls.at());
    boolean told = answer >= 0 && (calls.scratchLong(0) & PIDFD_INFO_EXIT) != 0;
    return told ? OptionalInt.of(calls.scratchInt(EXIT_CODE_AT)) : OptionalInt.empty();
  }

  /// pidfd_open(2), Linux 5.3: a handle that cannot be confused with a later process.
  public int pidfdOpen(long pid) {
    return (int) syscall(SYS_PIDFD_OPEN, pid, 0, 0, 0);
  }

  /// pidfd_send_signal(2), Linux 5.1.
  public int pidfdSendSignal(int pidfd, int signal) {
    return (int) syscall(SYS_PIDFD_SEND_SIGNAL, pidfd, signal, 0, 0);
  }

  private long syscall(long number, long a, long b, long c, long d) {
    return calls.longs(LinuxCalls.SYSCALL, number, a, b, c, d);
  }

  /// Looks how a child ended and leaves it a zombie, so that its number stays its own (waitid(2),
  /// `WEXITED | WNOWAIT | WNOHANG`).
  public WaitStatus peekStatus(int pidfd) {
    return waitid(pidfd, WEXITED | WNOWAIT | WNOHANG);
  }

  /// Waits until a child has ended, and looks how; it stays a zombie (waitid(2), `WEXITED |
  /// WNOWAIT`).
  public WaitStatus awaitStatus(int pidfd) {
    return waitid(pidfd, WEXITED | WNOWAIT);
  }

  /// Takes a child's status, which frees its number. Does not wait.
  public WaitStatus reap(int pidfd) {
    return waitid(pidfd, WEXITED | WNOHANG);
  }

  private WaitStatus waitid(int pidfd, int options) {
    calls.clear();
    int answer = calls.ints(LinuxCalls.WAITID, P_PIDFD, pidfd, calls.at(), options);
    // siginfo_t of 64-bit Linux: si_code at 8, si_status at 24.
    return answer < 0
        ? new WaitStatus.Failed(-answer)
        : WaitStatus.of(calls.scratchInt(8), calls.scratchInt(24));
  }

  /// Makes sure that the kernel keeps the status of dead children for us, also when this program
  /// was started with SIGCHLD ignored.
  public void keepChildStatus() {
    long _ = calls.longs(LinuxCalls.SIGNAL, SIGCHLD, SIG_DFL, 0);
  }

  /// Ignores the signals that stop a program which talks to the terminal from the background, so
  /// that a program of ours that asks there for a password fails and does not stop for ever. Those
  /// that [CommandSpawn] starts inherit it.
  public void ignoreTerminalStops() {
    long _ = calls.longs(LinuxCalls.SIGNAL, SIGTTIN, SIG_IGN, 0);
    long _ = calls.longs(LinuxCalls.SIGNAL, SIGTTOU, SIG_IGN, 0);
  }
}
