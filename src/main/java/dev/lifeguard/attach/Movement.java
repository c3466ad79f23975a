package dev.lifeguard.attach;

import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.ThreadFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;

/// Since when each process has stood still, from one look to the next. A process stands still while
/// its main thread is not put on a processor and it neither reads nor writes. Pure, and owned by
/// one thread.
public final class Movement {
  private final Map<Long, Still> processes = new HashMap<>();
  private long nowNanos;

  /// What was seen of a process last.
  ///
  /// @param sinceNanos the time of the first look that saw it so
  /// @param looks how many looks in a row have seen it so
  private record Still(ProcessFacts seen, long sinceNanos, int looks) {}

  /// Takes up the next look.
  public void saw(TreeFacts tree) {
    nowNanos = tree.atNanos();
    for (ProcessFacts process : tree.processes()) {
      Optional<Still> still =
          Optional.ofNullable(processes.get(process.pid()))
              .filter(it -> standsStill(it.seen(), process));
      processes.put(
          process.pid(),
          new Still(
              process,
              still.map(Still::sinceNanos).orElse(tree.atNanos()),
              still.map(Still::looks).orElse(0) + 1));
    }
    processes
        .keySet()
        .retainAll(new HashSet<>(tree.processes().stream().map(ProcessFacts::pid).toList()));
  }

  private static boolean standsStill(ProcessFacts before, ProcessFacts now) {
    return before.process().isSameAs(now.process())
        && now.state() != RunState.RUNNING
        && runs(before) == runs(now)
        && before.traffic() == now.traffic();
  }

  private static long runs(ProcessFacts process) {
    return process.threads().stream().findFirst().map(ThreadFacts::runs).orElse(-1L);
  }

  /// For how long a process has stood still, in nanoseconds; 0 for one that moves or is new.
  public long stillNanos(long pid) {
    Still still = processes.get(pid);
    return still == null || still.looks() < 2 ? 0 : nowNanos - still.sinceNanos();
  }
}
