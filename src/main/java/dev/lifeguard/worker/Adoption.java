package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.Errno;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import dev.lifeguard.probe.linux.WaitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.IntSupplier;

/// Makes us the parent of a worker whose own parent, a process between it and the template, ends.
/// Owned by the spawning thread.
///
/// We are willing to adopt only for that moment: for ever would mean that every process which
/// outlives its parent anywhere below us, a daemon say, stayed a zombie until we end, because
/// nobody here waits for it, and what the Java library has started must not be waited for by us.
/// What becomes our child in that moment and is not the worker goes to the undertaker, when it is
/// certain that it is neither the library's nor another pool's.
final class Adoption {
  private final LinuxSys sys;
  private final Undertaker undertaker;

  Adoption(LinuxSys sys, Undertaker undertaker) {
    this.sys = sys;
    this.undertaker = undertaker;
  }

  /// Has a worker made, and is its parent afterwards.
  ///
  /// @param fork answers the number of the worker when the process between has ended, or the
  ///   negated error number
  /// @return the same
  int during(IntSupplier fork) {
    // The setting belongs to the whole process, and so does the moment.
    Lock moment = PosixSpawn.pause();
    moment.lock();
    try {
      Set<Long> before = children();
      int able = sys.adoptOrphans(true);
      int pid;
      try {
        pid = able < 0 ? able : fork.getAsInt();
      } finally {
        sys.adoptOrphans(false);
      }
      lookAtNewcomers(before, pid);
      return pid < 0 || isOurChild(pid) ? pid : -Errno.ECHILD;
    } finally {
      moment.unlock();
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

  private void lookAtNewcomers(Set<Long> before, int worker) {
    for (long pid : children()) {
      if (pid != worker && !before.contains(pid) && isStranger(pid)) {
        int pidfd = sys.pidfdOpen(pid);
        if (pidfd >= 0) {
          undertaker.watchOver(pidfd);
        }
      }
    }
  }

  /// What the Java library starts is in our session, and pools start nothing in this moment.
  private static boolean isStranger(long pid) {
    long session = ProcStat.session(pid);
    return session != 0 && session != ProcStat.session(ProcessHandle.current().pid());
  }
}
