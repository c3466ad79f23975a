package dev.lifeguard.probe.windows;

import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe.Subject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Judges by one list of all processes after the other whether workers move. Pure; belongs to one
/// thread.
///
/// A worker moves if the thread that runs its task was on a processor, or if the worker and its
/// descendants have read, written or used more than a hundredth of a processor since it stood
/// still.
///
/// One that stands still is stuck only if that thread waits for a transfer, see
/// [ThreadRow#waitsForTransfer], and no child is there that might make it. A lock may be waited for
/// with a deadline, which Windows does not tell; whoever waits for one is never called stuck.
final class Standstills {
  private static final double LEAST_SHARE = 0.01;
  // Windows counts processor time in steps of its clock.
  private static final long CLOCK_STEP_NANOS = 15_625_000;
  private static final double SECOND_NANOS = 1e9;

  private final Map<Integer, Seen> seen = new HashMap<>();

  /// What a worker and its descendants have done.
  ///
  /// @param switches how often the thread that matters was put on a processor, or all of them
  private record Work(long cpuNanos, long traffic, long switches) {}

  /// What there was when it was last seen to move.
  private record Seen(Subject subject, Work work, long sinceNanos) {}

  /// Forgets all others.
  void keepOnly(Collection<Integer> workers) {
    seen.keySet().retainAll(workers);
  }

  /// Looks at one worker.
  ///
  /// @param ourDoing whether what it has read, written and computed since the last look was for us
  /// @return empty when the process is gone
  Optional<ThreadWait> look(ProcessList list, Subject subject, long now, boolean ourDoing) {
    Optional<ProcessRow> root = list.of(subject.process());
    if (root.isEmpty()) {
      seen.remove(subject.worker());
      return Optional.empty();
    }
    List<ProcessRow> family = list.below(List.of(root.get()));
    List<ThreadRow> threads = threads(root.get(), subject);
    Work work = work(family, threads);
    Optional<Seen> before =
        Optional.ofNullable(seen.get(subject.worker()))
            .filter(it -> it.subject().equals(subject) && it.work().switches == work.switches);
    boolean still = before.filter(it -> ourDoing || !worked(it, work, now)).isPresent();
    if (!still || runs(root.get(), family, threads)) {
      seen.put(subject.worker(), new Seen(subject, work, now));
      return Optional.of(ThreadWait.moves(now));
    }
    long since = before.orElseThrow().sinceNanos();
    if (ourDoing) {
      seen.put(subject.worker(), new Seen(subject, work, since));
    }
    return Optional.of(judge(root.get(), family, threads, since, now));
  }

  /// The thread that runs the task; all where it is not known, or is none of them.
  private static List<ThreadRow> threads(ProcessRow root, Subject subject) {
    List<ThreadRow> one =
        root.threads().stream().filter(it -> it.tid() == subject.taskThread()).toList();
    return one.isEmpty() ? root.threads() : one;
  }

  private static Work work(List<ProcessRow> family, List<ThreadRow> threads) {
    return new Work(
        family.stream().mapToLong(ProcessRow::cpuNanos).sum(),
        family.stream().mapToLong(ProcessRow::traffic).sum(),
        threads.stream().mapToLong(thread -> Integer.toUnsignedLong(thread.switches())).sum());
  }

  private static boolean worked(Seen before, Work work, long now) {
    double most = Math.max(CLOCK_STEP_NANOS, LEAST_SHARE * (now - before.sinceNanos()));
    return work.traffic != before.work().traffic
        || work.cpuNanos < before.work().cpuNanos
        || work.cpuNanos - before.work().cpuNanos > most;
  }

  private static boolean runs(ProcessRow root, List<ProcessRow> family, List<ThreadRow> threads) {
    return threads.stream().anyMatch(ThreadRow::runs)
        || family.stream()
            .filter(row -> row.pid() != root.pid())
            .anyMatch(row -> row.state() == RunState.RUNNING);
  }

  private static ThreadWait judge(
      ProcessRow root, List<ProcessRow> family, List<ThreadRow> threads, long since, long now) {
    if (root.state() == RunState.STOPPED) {
      return waits(since, "is suspended");
    }
    boolean alone = family.stream().allMatch(row -> row.pid() == root.pid() || row.isConsole());
    if (!alone || !threads.stream().allMatch(ThreadRow::waitsForTransfer)) {
      return waits(since, threads.getFirst().waiting().words());
    }
    String words = "waits for a pipe, a file or a device, without a deadline";
    String idle =
        String.format(
            Locale.ROOT,
            "the process used less than 1 %% of a processor, read and wrote nothing for %.1f s",
            (now - since) / SECOND_NANOS);
    return new ThreadWait(
        ThreadWait.Kind.STUCK,
        since,
        words,
        List.of(
            new Evidence(
                "task thread",
                "thread %d %s (Executive)".formatted(threads.getFirst().tid(), words),
                now),
            new Evidence("processor time", idle, now)));
  }

  private static ThreadWait waits(long since, String words) {
    return new ThreadWait(ThreadWait.Kind.WAITS, since, words, List.of());
  }
}
