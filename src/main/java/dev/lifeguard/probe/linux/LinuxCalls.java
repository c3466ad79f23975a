package dev.lifeguard.probe.linux;

/// The functions of the C library that [LinuxSys] calls.
final class LinuxCalls {
  static final CFunction READ = CFunction.of("read");
  static final CFunction WRITE = CFunction.of("write");
  static final CFunction PWRITE = CFunction.of("pwrite");
  static final CFunction MEMFD_CREATE = CFunction.of("memfd_create");
  static final CFunction CLOCK_GETTIME = CFunction.of("clock_gettime");
  static final CFunction CLOSE = CFunction.of("close");
  static final CFunction PIPE2 = CFunction.of("pipe2");
  static final CFunction FCNTL = CFunction.of("fcntl");
  static final CFunction IOCTL = CFunction.of("ioctl");
  static final CFunction OPEN = CFunction.of("open");
  static final CFunction PRLIMIT = CFunction.of("prlimit");
  static final CFunction EPOLL_CREATE = CFunction.of("epoll_create1");
  static final CFunction EVENTFD = CFunction.of("eventfd");
  static final CFunction EPOLL_CTL = CFunction.of("epoll_ctl");
  static final CFunction EPOLL_WAIT = CFunction.of("epoll_wait");
  static final CFunction KILL = CFunction.of("kill");
  static final CFunction SYSCALL = CFunction.of("syscall");
  static final CFunction WAITID = CFunction.of("waitid");
  static final CFunction PRCTL = CFunction.of("prctl");
  static final CFunction SIGNAL = CFunction.of("signal");

  private LinuxCalls() {}
}
