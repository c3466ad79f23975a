package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the status of children that end after their port was closed: a guard on a machine so busy
/// that it needs longer than a port waits, a worker that the kernel cannot end yet. This program
/// may go on for hours, with a window, and each would be a zombie as long.
final class LateBurial {
  static final String THREAD = "lifeguard-late-burial";

  private static final Logger LOG = LoggerFactory.getLogger(LateBurial.class);

  private final LinuxSys sys;
  private final NativeIo io;
  private final Set<Integer> awaited = new HashSet<>();

  private LateBurial(LinuxSys sys, int epoll) {
    this.sys = sys;
    io = new NativeIo(sys, epoll);
  }

  /// Waits for these on a thread of its own, which holds nobody up.
  ///
  /// @param pidfds handles of children that got SIGKILL or end by themselves; closed in the end
  static void of(List<Integer> pidfds) {
    if (pidfds.isEmpty()) {
      return;
    }
    LinuxSys sys = LinuxSys.open().orElseThrow();
    int epoll = sys.epollCreate();
    if (epoll < 0) {
      return; // out of descriptors: zombies are the lesser evil
    }
    LateBurial burial = new LateBurial(sys, epoll);
    pidfds.forEach(burial::await);
    onItsOwnThread(burial::work);
  }

  /// Does what is left to do when a port was closed and not all have ended, and holds nobody up.
  static void onItsOwnThread(Runnable work) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(THREAD)
            .unstarted(() -> {
              try {
                work.run();
              } catch (RuntimeException | Error bug) {
                LOG.error("whoever ended late was not buried", bug);
              }
            });
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      LOG.warn("There is no thread to bury who ends late; zombies are the lesser evil.");
    }
  }

  private void await(int pidfd) {
    if (io.watch(pidfd, LinuxSys.READABLE, pidfd) == 0) {
      awaited.add(pidfd);
    }
  }

  private void work() {
    while (!awaited.isEmpty()) {
      int count = io.waitFor(-1);
      for (int i = 0; i < count; i++) {
        int pidfd = (int) io.events().key(i);
        io.unwatch(pidfd);
        sys.reap(pidfd);
        sys.close(pidfd);
        awaited.remove(pidfd);
      }
    }
    io.close();
  }
}
