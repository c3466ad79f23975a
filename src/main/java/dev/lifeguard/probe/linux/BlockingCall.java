package dev.lifeguard.probe.linux;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The system calls that a thread may wait in, with their numbers on x86-64 (`syscall_64.tbl` of
/// the kernel) and on arm64 (`asm-generic/unistd.h`); -1 where there is none.
enum BlockingCall {
  READ(0, 63),
  READV(19, 65),
  PREAD(17, 67),
  WRITE(1, 64),
  WRITEV(20, 66),
  PWRITE(18, 68),
  OPEN(2, -1),
  OPENAT(257, 56),
  POLL(7, -1),
  PPOLL(271, 73),
  SELECT(23, -1),
  PSELECT(270, 72),
  EPOLL_WAIT(232, -1),
  EPOLL_PWAIT(281, 22),
  EPOLL_PWAIT2(441, 441),
  NANOSLEEP(35, 101),
  CLOCK_NANOSLEEP(230, 115),
  RESTART(219, 128),
  WAIT4(61, 260),
  WAITID(247, 95),
  FUTEX(202, 98),
  FUTEX_WAITV(449, 449),
  FUTEX_WAIT(455, 455),
  FLOCK(73, 32),
  FCNTL(72, 25),
  SEMOP(65, 193),
  SEMTIMEDOP(220, 192),
  MSGRCV(70, 188),
  MSGSND(69, 189),
  MQ_RECEIVE(243, 183),
  MQ_SEND(242, 182),
  ACCEPT(43, 202),
  ACCEPT4(288, 242),
  CONNECT(42, 203),
  RECVFROM(45, 207),
  RECVMSG(47, 212),
  RECVMMSG(299, 243),
  SENDTO(44, 206),
  SENDMSG(46, 211),
  PAUSE(34, -1),
  SIGSUSPEND(130, 133),
  SIGTIMEDWAIT(128, 137);

  private static final Map<Long, BlockingCall> HERE = numbersOf(System.getProperty("os.arch", ""));

  private final long onX86;
  private final long onArm;

  BlockingCall(long onX86, long onArm) {
    this.onX86 = onX86;
    this.onArm = onArm;
  }

  /// The calls by their numbers on an architecture; empty for one that is not known here.
  ///
  /// @param architecture as the property `os.arch` has it
  static Map<Long, BlockingCall> numbersOf(String architecture) {
    Map<Long, BlockingCall> numbers = new HashMap<>();
    for (BlockingCall call : values()) {
      switch (architecture) {
        case "amd64" -> numbers.put(call.onX86, call);
        case "aarch64" -> numbers.put(call.onArm, call);
        default -> {}
      }
    }
    numbers.remove(-1L);
    return numbers;
  }

  /// Whether the numbers of this machine are known.
  static boolean areKnown() {
    return !HERE.isEmpty();
  }

  /// The call of this number on this machine; empty for one that is not of interest.
  static Optional<BlockingCall> of(long number) {
    return Optional.ofNullable(HERE.get(number));
  }
}
