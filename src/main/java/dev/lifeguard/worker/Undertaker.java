package dev.lifeguard.worker;

import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.WaitStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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
  ///
  /// @param marks what tells all that it has started in their environment, where that is not the
  ///   worker's own mark
  record Dead(int number, long pid, int pidfd, List<String> marks) {
    Dead(int number, long pid, int pidfd) {
      this(number, pid, pidfd, List.of());
    }
  }

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
      batch.forEach(it -> rooms.clear(it.number()));
    } else {
      Strays strays = new Strays(sys);
      batch.forEach(it -> strays.of(it.pid(), marks(it)));
      strays.kill();
    }
    for (Dead worker : batch) {
      guard.unlist(worker.pid());
      sys.reap(worker.pidfd());
      sys.close(worker.pidfd());
    }
    batch.forEach(it -> rooms.remove(it.number()));
  }

  private List<String> marks(Dead worker) {
    return worker.marks().isEmpty() ? List.of(rooms.mark().of(worker.number())) : worker.marks();
  }
}
