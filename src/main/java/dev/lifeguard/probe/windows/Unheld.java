package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Watches processes that may not be held, those of other users or with higher rights: looks for
/// them in the list of all processes, which everybody may read, until they are there no more. How
/// they ended is not to be had then.
///
/// Guarded by itself; has a thread from the first process on.
final class Unheld implements AutoCloseable {
  private static final long PERIOD_MILLIS = 250;

  private final Win32 win32;
  private final Consumer<ProcessIdentity> gone;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().name("exit-watch-unheld").daemon().unstarted(this::run);
  private final Map<Long, ProcessIdentity> watched = new LinkedHashMap<>();

  /// @param gone is told of each that has ended, once, on this watch's thread
  Unheld(Win32 win32, Consumer<ProcessIdentity> gone) {
    this.win32 = win32;
    this.gone = gone;
  }

  /// Begins to watch a process.
  synchronized void watch(ProcessIdentity process) {
    watched.put(process.pid(), process);
    if (thread.getState() == Thread.State.NEW && over.getCount() > 0) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (!over.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
        ended().forEach(gone);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<ProcessIdentity> ended() {
    if (watched.isEmpty()) {
      return List.of();
    }
    ProcessList list = ProcessList.now(win32);
    List<ProcessIdentity> ended =
        watched.values().stream().filter(each -> list.of(each).isEmpty()).toList();
    ended.forEach(each -> watched.remove(each.pid()));
    return ended;
  }

  @Override
  public synchronized void close() {
    over.countDown();
    watched.clear();
  }
}
