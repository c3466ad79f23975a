package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/// Makes us the parent of a worker whose own parent, a process between it and the template, ends.
/// Owned by the spawning thread.
///
/// We are willing to adopt only for that moment: for ever would mean that every process which
/// outlives its parent anywhere below us, a daemon say, stayed a zombie until we end, because
/// nobody here waits for it, and what the Java library has started must not be waited for by us.
/// What becomes our child in that moment and is not the worker is looked at, and reaped when it is
/// certain that it is neither the library's nor another pool's.
final class Adoption {
  // The setting belongs to the whole process, and so does the moment.
  private static final ReentrantLock MOMENT = new ReentrantLock();
  // USER_HZ, 100 on every architecture that Java runs on.
  private static final int TICKS_PER_SECOND = 100;

  private final LinuxSys sys;
  private final List<Integer> strangers = new ArrayList<>();

  Adoption(LinuxSys sys) {
    this.sys = sys;
  }

  /// Has a worker made, and is its parent afterwards.
  ///
  /// @param fork answers the number of the worker when the process between has ended, or the
  ///   negated error number
  /// @return the same
  int during(IntSupplier fork) {
    MOMENT.lock();
    try {
      Set<Long> before = children();
      long began = ticks();
      int able = sys.adoptOrphans(true);
      int pid;
      try {
        pid = able < 0 ? able : fork.getAsInt();
      } finally {
        sys.adoptOrphans(false);
      }
      lookAtNewcomers(before, began, pid);
      return pid < 0 || isOurChild(pid) ? pid : -Errno.ECHILD;
    } finally {
      MOMENT.unlock();
      reapStrangers();
    }
  }

  private boolean isOurChild(int pid) {
    int pidfd = sys.pidfdOpen(pid);
    if (pidfd < 0) {
      return true; // too many open files, which is found and told in a moment
    }
    WaitStatus status = sys.peekStatus(pidfd);
    sys.close(pidfd);
    return !(status instanceof WaitStatus.Failed);
  }

  /// Those whom the kernel gave to our first thread, which it does with orphans. Empty where the
  /// kernel does not tell (`CONFIG_PROC_CHILDREN`).
  private static Set<Long> children() {
    long here = ProcessHandle.current().pid();
    Set<Long> found = new HashSet<>();
    try {
      String all = Files.readString(Path.of("/proc/self/task/" + here + "/children"));
      for (String pid : all.strip().split(" ", -1)) {
        if (!pid.isEmpty()) {
          found.add(Long.parseLong(pid));
        }
      }
    } catch (IOException _) {
      return found;
    }
    return found;
  }

  private static long ticks() {
    try {
      String uptime = Files.readString(Path.of("/proc/uptime"));
      double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
      return (long) (seconds * TICKS_PER_SECOND);
    } catch (IOException _) {
      return 0;
    }
  }

  private void lookAtNewcomers(Set<Long> before, long began, int worker) {
    for (long pid : children()) {
      if (pid != worker && !before.contains(pid) && isStranger(pid, began)) {
        int pidfd = sys.pidfdOpen(pid);
        if (pidfd >= 0) {
          strangers.add(pidfd);
        }
      }
    }
  }

  /// What the Java library starts is in our session. What a pool starts leads a session of its own
  /// and was our child as soon as it existed.
  private static boolean isStranger(long pid, long began) {
    long session = ProcStat.session(pid);
    boolean ours = session == 0 || session == ProcStat.session(ProcessHandle.current().pid());
    return !ours && (session != pid || startTicks(pid) < began);
  }

  private static long startTicks(long pid) {
    try {
      return ProcStat.identity(pid).startTicks();
    } catch (IOException _) {
      return Long.MAX_VALUE;
    }
  }

  /// Frees the numbers of adopted processes that have ended.
  void reapStrangers() {
    strangers.removeIf(pidfd -> {
      boolean ended = !(sys.reap(pidfd) instanceof WaitStatus.Running);
      if (ended) {
        sys.close(pidfd);
      }
      return ended;
    });
  }

  /// Forgets those who still live.
  void close() {
    reapStrangers();
    strangers.forEach(sys::close);
    strangers.clear();
  }
}
