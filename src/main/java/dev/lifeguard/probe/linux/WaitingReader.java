package dev.lifeguard.probe.linux;

import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.Waiting;
import dev.lifeguard.probe.Waiting.Deadline;
import dev.lifeguard.probe.Waiting.Sharing;
import java.util.Optional;
import java.util.regex.Pattern;

/// Finds out what a thread is blocked in, in the form that rules about pools work with. As
/// [WaitReader], which has the words for people, it reads the system call where that is allowed and
/// the place in the kernel where it is not.
final class WaitingReader {
  private static final int FUTEX_COMMANDS = 127;
  private static final int FUTEX_PRIVATE = 128;
  private static final Pattern FUTEX = Pattern.compile("^(__)?futex_");
  private static final Pattern EVENTS = Pattern.compile("poll|select");
  private static final Pattern SLEEP = Pattern.compile("nanosleep");
  private static final Pattern CHILD = Pattern.compile("^(do_wait|kernel_wait)");

  private WaitingReader() {}

  /// What a thread is blocked in.
  static Waiting read(long pid, long tid, RunState state) {
    return switch (state) {
      case RUNNING -> new Waiting.Not();
      case STOPPED -> new Waiting.Stopped();
      case UNINTERRUPTIBLE -> new Waiting.Uninterruptible();
      case ZOMBIE, UNKNOWN -> new Waiting.Elsewhere();
      case SLEEPING -> asleep("/proc/" + pid + "/task/" + tid + "/");
    };
  }

  /// Whether the system calls of a process may be read.
  static boolean mayReadCalls(long pid) {
    return BlockingCall.areKnown()
        && ProcText.read("/proc/" + pid + "/task/" + pid + "/syscall").isPresent();
  }

  private static Waiting asleep(String thread) {
    Optional<SystemCall> call =
        BlockingCall.areKnown()
            ? ProcText.read(thread + "syscall").flatMap(SystemCall::parse)
            : Optional.empty();
    return call.map(it ->
            switch (it) {
              case SystemCall.Running _ -> new Waiting.Not();
              case SystemCall.Outside _ -> new Waiting.Elsewhere();
              case SystemCall.In in ->
                  BlockingCall.of(in.number())
                      .map(known -> in(thread, known, in))
                      .orElse(new Waiting.Elsewhere());
            })
        .orElseGet(() -> byPlace(ProcText.read(thread + "wchan").map(String::strip).orElse("")));
  }

  private static Waiting in(String thread, BlockingCall call, SystemCall.In in) {
    return switch (call) {
      case READ -> reading(thread, in.a(), in.c());
      case READV, PREAD -> reading(thread, in.a(), -1);
      case WRITE, WRITEV, PWRITE -> {
        String target = Descriptors.target(thread, in.a()).orElse("");
        yield new Waiting.Writing(target, Descriptors.isPipe(thread, in.a(), target));
      }
      case POLL -> new Waiting.Polling(in.b(), unlessNegative(in.c()));
      case PPOLL -> new Waiting.Polling(in.b(), unlessNull(in.c()));
      case SELECT, PSELECT -> new Waiting.Polling(-1, unlessNull(in.e()));
      case EPOLL_WAIT, EPOLL_PWAIT -> new Waiting.Polling(-1, unlessNegative(in.d()));
      case EPOLL_PWAIT2 -> new Waiting.Polling(-1, unlessNull(in.d()));
      case NANOSLEEP, CLOCK_NANOSLEEP, RESTART -> new Waiting.Sleeping();
      case WAIT4, WAITID -> new Waiting.ForChild();
      case FUTEX -> futex(in);
      case FUTEX_WAITV -> new Waiting.Locked(Sharing.UNKNOWN, unlessNull(in.d()), in.a());
      case FUTEX_WAIT -> new Waiting.Locked(Sharing.UNKNOWN, unlessNull(in.e()), in.a());
      case OPEN,
          OPENAT,
          FLOCK,
          FCNTL,
          SEMOP,
          SEMTIMEDOP,
          MSGRCV,
          MSGSND,
          MQ_RECEIVE,
          MQ_SEND,
          ACCEPT,
          ACCEPT4,
          CONNECT,
          RECVFROM,
          RECVMSG,
          RECVMMSG,
          SENDTO,
          SENDMSG,
          PAUSE,
          SIGSUSPEND,
          SIGTIMEDWAIT ->
          new Waiting.Elsewhere();
    };
  }

  private static Waiting reading(String thread, long descriptor, long length) {
    String target = Descriptors.target(thread, descriptor).orElse("");
    return new Waiting.Reading(target, length, Descriptors.isPipe(thread, descriptor, target));
  }

  private static Waiting futex(SystemCall.In in) {
    // FUTEX_WAIT, _LOCK_PI, _WAIT_BITSET, _WAIT_REQUEUE_PI, _LOCK_PI2: <linux/futex.h>.
    return switch ((int) in.b() & FUTEX_COMMANDS) {
      case 0, 6, 9, 11, 13 ->
          new Waiting.Locked(
              (in.b() & FUTEX_PRIVATE) == 0 ? Sharing.SHARED : Sharing.PRIVATE,
              unlessNull(in.d()),
              in.a());
      default -> new Waiting.Not();
    };
  }

  private static Deadline unlessNull(long pointer) {
    return pointer == 0 ? Deadline.NONE : Deadline.SOME;
  }

  private static Deadline unlessNegative(long timeout) {
    return (int) timeout < 0 ? Deadline.NONE : Deadline.SOME;
  }

  /// Names differ from kernel to kernel and compilers add endings, so they are matched by pattern.
  static Waiting byPlace(String place) {
    if (FUTEX.matcher(place).find()) {
      return new Waiting.Locked(Sharing.UNKNOWN, Deadline.UNKNOWN, 0);
    } else if (place.contains("pipe_read")) {
      return new Waiting.Reading("", -1, true);
    } else if (place.contains("pipe_write")) {
      return new Waiting.Writing("", true);
    } else if (CHILD.matcher(place).find()) {
      return new Waiting.ForChild();
    } else if (SLEEP.matcher(place).find()) {
      return new Waiting.Sleeping();
    } else if (EVENTS.matcher(place).find()) {
      return new Waiting.Polling(-1, Deadline.UNKNOWN);
    }
    return new Waiting.Elsewhere();
  }
}
