package dev.lifeguard.probe.linux;

import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.linux.PolledDescriptors.Polled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds out what one thread waits for: its state first, then the system call that it is in with
/// the arguments, and where that may not be read, its place in the kernel.
///
/// The system call needs the right to attach a debugger. Yama's `ptrace_scope` 1, the default of
/// Ubuntu, grants it for descendants, 2 and 3 do not.
final class WaitReader {
  private static final String NO_DEADLINE = ", without a deadline";
  private static final int FUTEX_COMMANDS = 127;
  private static final int FUTEX_PRIVATE = 128;
  private static final int TIMER_ABSOLUTE = 1;
  private static final int CLOCK_MONOTONIC = 1;
  private static final int F_SETLKW = 7;
  private static final int F_OFD_SETLKW = 38;
  private static final long NANOS = 1_000_000_000L;

  // `/proc/PID/task/TID/`
  private final String thread;

  private WaitReader(String thread) {
    this.thread = thread;
  }

  /// What a thread waits for.
  ///
  /// @return empty when it is gone
  static Optional<Wait> read(long pid, long tid) {
    String thread = "/proc/" + pid + "/task/" + tid + "/";
    return ProcText.read(thread + "stat")
        .flatMap(StatLine::parse)
        .map(line -> new WaitReader(thread).read(line.state()));
  }

  /// What was read of a thread, for people who know the kernel.
  static String words(long pid, long tid) {
    String thread = "/proc/" + pid + "/task/" + tid + "/";
    String place = ProcText.read(thread + "wchan").map(String::strip).orElse("0");
    String call = ProcText.read(thread + "syscall").map(String::strip).orElse("may not be read");
    return "thread %d is in %s, system call %s"
        .formatted(tid, place.equals("0") ? "an unknown place" : place, call);
  }

  private Wait read(RunState state) {
    return switch (state) {
      case RUNNING -> new Wait.None();
      case STOPPED -> stopped();
      case UNINTERRUPTIBLE -> new Wait.Due("waits for a device, uninterruptibly");
      case ZOMBIE, UNKNOWN -> new Wait.Due("has ended");
      case SLEEPING -> asleep();
    };
  }

  private Wait stopped() {
    long tracer =
        ProcText.read(thread + "status")
            .map(text -> KeyedLines.find(text, "TracerPid").orElse(0))
            .orElse(0L);
    return new Wait.Due(tracer == 0 ? "is suspended (SIGSTOP)" : "is traced by pid " + tracer);
  }

  private Wait asleep() {
    String place = ProcText.read(thread + "wchan").map(String::strip).orElse("");
    if (KernelWait.isFrozen(place)) {
      return KernelWait.of(place);
    }
    Optional<SystemCall> call =
        BlockingCall.areKnown()
            ? ProcText.read(thread + "syscall").flatMap(SystemCall::parse)
            : Optional.empty();
    if (call.isEmpty()) {
      return KernelWait.of(place);
    }
    return switch (call.get()) {
      case SystemCall.Running _ -> new Wait.None();
      case SystemCall.Outside _ -> new Wait.Due("waits in the kernel");
      case SystemCall.In in ->
          BlockingCall.of(in.number())
              .map(known -> in(known, in, place))
              .orElse(KernelWait.of(place));
    };
  }

  private Wait in(BlockingCall call, SystemCall.In in, String place) {
    return switch (call) {
      case READ, READV, PREAD -> atDescriptor(in.a(), true);
      case WRITE, WRITEV, PWRITE -> atDescriptor(in.a(), false);
      case OPEN, OPENAT -> KernelWait.ofOpening(place);
      case POLL -> forEvents((int) in.c() >= 0, PolledDescriptors.ofPoll(thread, in.a(), in.b()));
      case PPOLL -> forEvents(in.c() != 0, PolledDescriptors.ofPoll(thread, in.a(), in.b()));
      case SELECT, PSELECT ->
          forEvents(in.e() != 0, PolledDescriptors.ofSelect(thread, in.a(), in.b(), in.c()));
      case EPOLL_WAIT, EPOLL_PWAIT ->
          forEvents((int) in.d() >= 0, PolledDescriptors.ofEpoll(thread, in.a()));
      case EPOLL_PWAIT2 -> forEvents(in.d() != 0, PolledDescriptors.ofEpoll(thread, in.a()));
      case NANOSLEEP, RESTART -> new Wait.Due("sleeps");
      case CLOCK_NANOSLEEP -> new Wait.Due(sleep(in));
      case WAIT4 -> forChild((int) in.a());
      // P_PID
      case WAITID -> forChild(in.a() == 1 ? (int) in.b() : -1);
      case FUTEX -> futex((int) in.b(), in.d() != 0);
      case FUTEX_WAITV -> forLock(false, in.d() != 0);
      case FUTEX_WAIT -> forLock(false, in.e() != 0);
      case FLOCK -> forFileLock(in.a());
      case FCNTL ->
          in.b() == F_SETLKW || in.b() == F_OFD_SETLKW
              ? forFileLock(in.a())
              : new Wait.Due("waits for a file");
      case SEMOP -> new Wait.ForEver("waits for a System V semaphore" + NO_DEADLINE);
      case SEMTIMEDOP -> unlessTimed(in.d() != 0, "waits for a System V semaphore");
      case MSGRCV, MSGSND -> new Wait.ForEver("waits at a message queue" + NO_DEADLINE);
      case MQ_RECEIVE, MQ_SEND -> unlessTimed(in.e() != 0, "waits at a message queue");
      case ACCEPT, ACCEPT4, CONNECT, RECVFROM, RECVMSG, RECVMMSG, SENDTO, SENDMSG -> atSocket();
      case PAUSE, SIGSUSPEND, SIGTIMEDWAIT -> new Wait.Due("waits for a signal");
    };
  }

  private static Wait atSocket() {
    return new Wait.Due("waits for a network socket");
  }

  private static Wait unlessTimed(boolean timed, String words) {
    return timed
        ? new Wait.Due(words + ", with a deadline")
        : new Wait.ForEver(words + NO_DEADLINE);
  }

  private static Wait futex(int operation, boolean timed) {
    // FUTEX_WAIT, _LOCK_PI, _WAIT_BITSET, _WAIT_REQUEUE_PI, _LOCK_PI2: <linux/futex.h>. The others
    // do not wait.
    return switch (operation & FUTEX_COMMANDS) {
      case 0, 6, 9, 11, 13 -> forLock((operation & FUTEX_PRIVATE) == 0, timed);
      default -> new Wait.None();
    };
  }

  private static Wait forLock(boolean shared, boolean timed) {
    return unlessTimed(
        timed, shared ? "waits for a lock that processes share" : "waits for a lock");
  }

  private Wait forFileLock(long descriptor) {
    String file = Descriptors.target(thread, descriptor).map(path -> " on " + path).orElse("");
    return new Wait.ForEver("waits for a lock" + file + NO_DEADLINE);
  }

  private static Wait forChild(int pid) {
    return new Wait.ForChild(pid > 0 ? "waits for its child " + pid : "waits for a child");
  }

  private String sleep(SystemCall.In in) {
    OptionalLong time = ForeignMemory.timespec(thread, in.c());
    if (time.isEmpty() || (in.b() & TIMER_ABSOLUTE) == 0 || in.a() != CLOCK_MONOTONIC) {
      return "sleeps";
    }
    // The clock of System.nanoTime() is CLOCK_MONOTONIC on Linux (os_posix.cpp of HotSpot).
    long left = (time.getAsLong() - System.nanoTime() + NANOS - 1) / NANOS;
    return left > 0 ? "sleeps for " + left + " s more" : "sleeps";
  }

  private Wait atDescriptor(long descriptor, boolean reads) {
    String target = Descriptors.target(thread, descriptor).orElse("");
    String does = reads ? "reads " : "writes to ";
    if (Descriptors.isPipe(thread, descriptor, target)) {
      return onPipes(List.of(new Wait.PipeEnd(target, reads)));
    } else if (target.startsWith("socket:")) {
      return atSocket();
    } else if (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty")) {
      return new Wait.Due(does + "a terminal");
    }
    return new Wait.Due(does + (target.isEmpty() ? "a file" : target));
  }

  private Wait forEvents(boolean timed, Optional<List<Polled>> polled) {
    if (timed) {
      return new Wait.Due("waits for events, with a deadline");
    } else if (polled.isEmpty() || polled.get().isEmpty()) {
      return new Wait.Due("waits for events");
    }
    List<Wait.PipeEnd> pipes = new ArrayList<>();
    for (Polled one : polled.get()) {
      String target = Descriptors.target(thread, one.descriptor()).orElse("");
      if (target.startsWith("socket:")) {
        return atSocket();
      } else if (target.equals("anon_inode:[pidfd]")) {
        return new Wait.ForChild("waits for a child");
      } else if (!Descriptors.isPipe(thread, one.descriptor(), target)) {
        return new Wait.Due("waits for events");
      }
      pipes.add(new Wait.PipeEnd(target, one.reads()));
    }
    return onPipes(pipes);
  }

  private static Wait onPipes(List<Wait.PipeEnd> ends) {
    if (ends.size() > 1) {
      return new Wait.OnPipes(ends, "waits for " + ends.size() + " pipes");
    }
    return new Wait.OnPipes(ends, ends.getFirst().reads() ? "reads a pipe" : "writes to a pipe");
  }
}
