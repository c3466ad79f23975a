package dev.lifeguard.probe.linux;

import java.util.ArrayDeque;
import java.util.Deque;

/// How one cgroup's count of kills stood at past moments, and when a process was started in it: an
/// earlier victim was a grandchild, or an earlier process in the same place. Any thread.
final class KillHistory {
  private static final int MOST_ENTRIES = 16;

  /// A process with gigabytes needs a while from the kill to its end; see [OomKillCounter].
  private static final long SURELY_BEFORE_NANOS = 2_000_000_000L;

  private final Deque<Entry> entries = new ArrayDeque<>();

  private record Entry(long atNanos, long kills, boolean start) {}

  /// A process is about to be started.
  synchronized void started(long nowNanos, long kills) {
    add(new Entry(nowNanos, kills, true));
  }

  /// Where it stands now.
  synchronized void mark(long nowNanos, long kills) {
    if (entries.isEmpty() || entries.getLast().kills != kills) {
      add(new Entry(nowNanos, kills, false));
    }
  }

  private void add(Entry entry) {
    entries.addLast(entry);
    if (entries.size() > MOST_ENTRIES) {
      entries.removeFirst();
    }
  }

  /// How many kills the death of a process can be one of: since the process was started, and not
  /// long before it was seen dead.
  ///
  /// @param kills where the count stands now
  synchronized long about(long diedAtNanos, long kills) {
    long before = 0;
    long after = kills;
    for (Entry entry : entries) {
      boolean surelyBefore = entry.atNanos <= diedAtNanos - SURELY_BEFORE_NANOS;
      if (surelyBefore || (entry.start && entry.atNanos <= diedAtNanos)) {
        before = entry.kills;
      } else if (entry.start) {
        after = entry.kills;
        break;
      }
    }
    return after - before;
  }
}
