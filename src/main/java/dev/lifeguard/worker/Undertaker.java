package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Buries dead workers on a thread of its own, because looking through all processes takes
/// milliseconds: kills what they have left behind, and only then frees their numbers.
///
/// A worker with a cgroup of its own leaves nothing that is not in there. Without, its session is
/// looked for, and whatever bears its mark in its environment: a daemon that has forked twice has
/// left the session and has no parent any more.
///
/// Until a worker's zombie is reaped its number is also that of its group and session, and nobody
/// else's. So the order is: kill, unlist at the guard, reap.
final class Undertaker {
  private static final Logger LOG = LoggerFactory.getLogger(Undertaker.class);

  private static final int SIGKILL = 9;
  private static final int MOST_PASSES = 10;
  private static final long CLOSE_MILLIS = 2_000;
  private static final Dead NOBODY = new Dead(0, 0, -1);
  private static final Dead SOMEBODY_ELSE = new Dead(0, 0, -2);
  private static final long ALIVE = Long.MAX_VALUE;
  private static final long STRANGERS_NANOS = 1_000_000_000;

  private final LinuxSys sys;
  private final Guard guard;
  private final Rooms rooms;
  private final LinkedBlockingQueue<Dead> dead = new LinkedBlockingQueue<>();
  private final Queue<Integer> arrived = new ConcurrentLinkedQueue<>();
  private final List<Stranger> strangers = new ArrayList<>();
  private final Thread thread;

  /// A worker that has ended and whose group got SIGKILL.
  record Dead(int number, long pid, int pidfd) {}

  /// A child that is none of ours.
  ///
  /// @param endedNanos when it was found dead; [#ALIVE] until then
  private record Stranger(int pidfd, long endedNanos) {}

  Undertaker(LinuxSys sys, Guard guard, Rooms rooms) {
    this.sys = sys;
    this.guard = guard;
    this.rooms = rooms;
    this.thread = Thread.ofPlatform().daemon().name("lifeguard-undertaker").start(this::work);
  }

  /// Has a zombie buried. Any thread.
  void bury(Dead worker) {
    dead.add(worker);
  }

  /// Has a process buried that became our child by chance, some time after its end. Any thread.
  void watchOver(int pidfd) {
    arrived.add(pidfd);
    dead.add(SOMEBODY_ELSE);
  }

  /// Buries those who wait and ends.
  void close() {
    dead.add(NOBODY);
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    List<Dead> batch = new ArrayList<>();
    boolean open = true;
    while (open) {
      batch.clear();
      try {
        Dead first =
            strangers.isEmpty() ? dead.take() : dead.poll(STRANGERS_NANOS, TimeUnit.NANOSECONDS);
        batch.add(first == null ? SOMEBODY_ELSE : first);
      } catch (InterruptedException _) {
        return;
      }
      dead.drainTo(batch);
      open = !batch.remove(NOBODY);
      batch.removeIf(SOMEBODY_ELSE::equals);
      lookAfterStrangers(open ? STRANGERS_NANOS : 0);
      if (!batch.isEmpty()) {
        tryToBury(batch);
      }
    }
    strangers.forEach(it -> sys.close(it.pidfd()));
  }

  /// Buries those who have been dead for this time. Were one the Java library's after all, its
  /// reaper would have been there before.
  private void lookAfterStrangers(long afterNanos) {
    for (Integer pidfd = arrived.poll(); pidfd != null; pidfd = arrived.poll()) {
      strangers.add(new Stranger(pidfd, ALIVE));
    }
    long now = System.nanoTime();
    strangers.replaceAll(it ->
        it.endedNanos() == ALIVE && !(sys.peekStatus(it.pidfd()) instanceof WaitStatus.Running)
            ? new Stranger(it.pidfd(), now)
            : it);
    strangers.removeIf(it -> {
      boolean due = it.endedNanos() != ALIVE && now - it.endedNanos() >= afterNanos;
      if (due) {
        sys.reap(it.pidfd());
        sys.close(it.pidfd());
      }
      return due;
    });
  }

  /// A bug here leaves zombies, but without this thread all who die later would be left as well.
  private void tryToBury(List<Dead> batch) {
    try {
      buryAll(batch);
    } catch (RuntimeException | Error bug) {
      LOG.error("dead workers could not be buried", bug);
    }
  }

  private void buryAll(List<Dead> batch) {
    if (rooms.hold()) {
      batch.forEach(it -> told(it.number(), rooms.kill(it.number())));
    } else {
      Remains remains = Remains.of(batch, rooms.mark());
      for (int pass = 0; pass < MOST_PASSES && killRemains(remains); pass++) {
        Thread.onSpinWait();
      }
    }
    for (Dead worker : batch) {
      guard.unlist(worker.pid());
      sys.reap(worker.pidfd());
      sys.close(worker.pidfd());
    }
    batch.forEach(it -> rooms.remove(it.number()));
  }

  private static void told(int worker, int killed) {
    if (killed > 0) {
      LOG.info(
          "worker {} left {} behind in its cgroup; killed",
          worker,
          killed == 1 ? "1 process" : killed + " processes");
    }
  }

  /// What dead workers without cgroups have left behind.
  ///
  /// @param sessions theirs
  /// @param marks theirs, see [WorkerMark]
  /// @param named those that the log has told of
  private record Remains(Set<Long> sessions, Set<String> marks, Set<Long> named) {
    static Remains of(List<Dead> workers, WorkerMark mark) {
      Remains remains = new Remains(new HashSet<>(), new HashSet<>(), new HashSet<>());
      for (Dead worker : workers) {
        remains.sessions.add(worker.pid());
        remains.marks.add(mark.of(worker.number()));
      }
      return remains;
    }

    boolean contain(long pid) {
      return sessions.contains(ProcStat.session(pid)) || isStray(pid);
    }

    boolean isStray(long pid) {
      return marks.stream().anyMatch(mark -> WorkerMark.isOn(pid, mark));
    }
  }

  /// Kills every process that belongs to these.
  ///
  /// @return whether there was one, so that it may have had time to start another
  private boolean killRemains(Remains remains) {
    boolean found = false;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        long pid = Long.parseLong(process.getFileName().toString());
        if (!remains.sessions().contains(pid) && remains.contain(pid)) {
          found |= kill(pid, remains);
        }
      }
    } catch (DirectoryIteratorException | IOException unreadable) {
      return false;
    }
    return found;
  }

  /// Looks again through a handle, because the number may have got a new owner since.
  private boolean kill(long pid, Remains remains) {
    int pidfd = sys.pidfdOpen(pid);
    if (pidfd < 0) {
      return false;
    }
    boolean stray = remains.isStray(pid) && !remains.sessions().contains(ProcStat.session(pid));
    boolean sent = remains.contain(pid) && sys.pidfdSendSignal(pidfd, SIGKILL) == 0;
    sys.close(pidfd);
    if (sent && stray && remains.named().add(pid)) {
      LOG.info("process {} had left the session of its worker; it was killed", pid);
    }
    return sent;
  }
}
