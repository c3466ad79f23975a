package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the dead have left behind where they had no cgroup: whatever is in the session that they
/// led, or bears their marks in its environment. A daemon that has forked twice has left the
/// session and has no parent any more. Looks through all processes, which takes milliseconds.
final class Strays {
  private static final Logger LOG = LoggerFactory.getLogger(Strays.class);

  private static final int SIGKILL = 9;
  private static final int MOST_PASSES = 10;

  private final LinuxSys sys;
  private final Set<Long> sessions = new HashSet<>();
  private final List<List<String>> marks = new ArrayList<>();
  // Those that the log has told of.
  private final Set<Long> named = new HashSet<>();

  /// @param sys owned by the thread that looks
  Strays(LinuxSys sys) {
    this.sys = sys;
  }

  /// Kills whatever has this variable in its environment.
  static void killAll(LinuxSys sys, String variable) {
    Strays strays = new Strays(sys);
    strays.of(0, List.of(variable));
    strays.kill();
  }

  /// Looks for those of one more that is dead.
  ///
  /// @param pid its process, 0 for none; it is not looked for itself
  /// @param variables what is in the environment of each of them, all of it; see [WorkerMark]
  /// @throws IllegalArgumentException without a variable, which all processes would have
  void of(long pid, List<String> variables) {
    if (variables.isEmpty()) {
      throw new IllegalArgumentException("every process of the machine would be looked for");
    }
    // That of the kernel's threads, and of whoever has gone meanwhile.
    if (pid != 0) {
      sessions.add(pid);
    }
    marks.add(variables);
  }

  /// Kills them, and those that they start meanwhile.
  void kill() {
    for (int pass = 0; pass < MOST_PASSES && killOnce(); pass++) {
      Thread.onSpinWait();
    }
  }

  /// @return whether there was one, so that it may have had time to start another
  private boolean killOnce() {
    boolean found = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (!sessions.contains(pid) && contain(pid)) {
          found |= kill(pid);
        }
      }
    } catch (DirectoryIteratorException | IOException unreadable) {
      return false;
    }
    return found;
  }

  private boolean contain(long pid) {
    return isInSession(pid) || isMarked(pid);
  }

  private boolean isInSession(long pid) {
    return sessions.contains(ProcStat.session(pid));
  }

  private boolean isMarked(long pid) {
    return marks.stream().anyMatch(variables -> WorkerMark.isOn(pid, variables));
  }

  /// Looks again through a handle, because the number may have got a new owner since.
  private boolean kill(long pid) {
    int pidfd = sys.pidfdOpen(pid);
    if (pidfd < 0) {
      return false;
    }
    boolean stray = !isInSession(pid) && isMarked(pid);
    boolean sent = contain(pid) && sys.pidfdSendSignal(pidfd, SIGKILL) == 0;
    sys.close(pidfd);
    if (sent && stray && named.add(pid)) {
      LOG.info("process {} had left the session of its worker; it was killed", pid);
    }
    return sent;
  }
}
