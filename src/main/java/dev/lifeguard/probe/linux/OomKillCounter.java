package dev.lifeguard.probe.linux;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/// Remembers how the kernel's count of kills for lack of memory (`oom_kill` in `/proc/vmstat`,
/// since Linux 4.13) stood at past moments. Takes text, reads nothing itself. Any thread.
final class OomKillCounter {
  private static final String KEY = "oom_kill";

  /// A quarter of a minute of ticks.
  private static final int MOST_MARKS = 64;

  /// A process with gigabytes needs a while from the kill to its end, during which a tick may
  /// already see the risen count. Measured: 27 ms for 0.5 GB.
  private static final long SURELY_BEFORE_NANOS = 2_000_000_000L;

  private record Mark(long atNanos, long count) {}

  /// A rise of the counter.
  ///
  /// @param fromNanos when it was seen before the rise
  record Rise(long fromNanos, long from, long to) {
    /// The number of kills.
    long kills() {
      return to - from;
    }

    @Override
    public String toString() {
      return KEY + " rose from " + from + " to " + to;
    }
  }

  private final Deque<Mark> marks = new ArrayDeque<>();

  /// The count in the text of `/proc/vmstat`.
  static OptionalLong count(String vmstat) {
    return KeyedLines.find(vmstat, KEY);
  }

  /// Remembers where it stands now.
  synchronized void mark(long nowNanos, long count) {
    marks.addLast(new Mark(nowNanos, count));
    if (marks.size() > MOST_MARKS) {
      marks.removeFirst();
    }
  }

  /// How far it has risen between the newest mark that is surely older than a death's cause, or the
  /// oldest mark of all, and now.
  ///
  /// @param diedAtNanos when the death was seen
  /// @param count where the counter stands now
  /// @return empty without a mark
  synchronized Optional<Rise> rise(long diedAtNanos, long count) {
    Optional<Mark> before =
        marks.reversed().stream()
            .filter(mark -> mark.atNanos <= diedAtNanos - SURELY_BEFORE_NANOS)
            .findFirst()
            .or(() -> Optional.ofNullable(marks.peekFirst()));
    return before.map(mark -> new Rise(mark.atNanos, mark.count, count));
  }
}
