package dev.lifeguard.probe.windows;

import dev.lifeguard.job.RunState;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;

/// Tells that a worker moves, and that it is suspended. Windows does not tell whether a wait has a
/// deadline, and a timed sleep of Python is a wait for a timer there, which looks like one for a
/// lock; so nobody is ever called stuck.
///
/// A worker moves if it or a descendant of it has used a processor, read or written since the look
/// before, or has a thread that could run.
///
/// Belongs to one thread; [#disturbed] does nothing, because Windows has no way to be disturbed.
final class WindowsWaitProbe implements WaitProbe {
  private final Win32 win32;
  private final LongSupplier clock;
  private final Map<Integer, Seen> seen = new HashMap<>();
  private ProcessList list = new ProcessList(List.of());

  /// What was there at the last look, and since when it has been so.
  private record Seen(Subject subject, long work, long sinceNanos) {}

  WindowsWaitProbe(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
  }

  @Override
  public void beginRound(Collection<Integer> workers) {
    seen.keySet().retainAll(Set.copyOf(new HashSet<>(workers)));
    list = ProcessList.now(win32);
  }

  @Override
  public Optional<ThreadWait> look(Subject subject) {
    long now = clock.getAsLong();
    Optional<ProcessRow> root = list.of(subject.process());
    if (root.isEmpty()) {
      seen.remove(subject.worker());
      return Optional.empty();
    }
    List<ProcessRow> family = list.below(List.of(root.get()));
    long work = family.stream().mapToLong(WindowsWaitProbe::work).sum();
    boolean runs = family.stream().anyMatch(row -> row.state() == RunState.RUNNING);
    Optional<Seen> stood =
        Optional.ofNullable(seen.get(subject.worker()))
            .filter(before -> !runs && before.subject().equals(subject) && before.work() == work);
    if (stood.isEmpty()) {
      seen.put(subject.worker(), new Seen(subject, work, now));
      return Optional.of(ThreadWait.moves(now));
    }
    return Optional.of(
        new ThreadWait(
            ThreadWait.Kind.WAITS,
            stood.get().sinceNanos(),
            words(root.get(), subject),
            List.of()));
  }

  private static long work(ProcessRow row) {
    return row.cpuNanos()
        + row.traffic()
        + row.threads().stream().mapToLong(ThreadRow::switches).sum();
  }

  private static String words(ProcessRow root, Subject subject) {
    if (root.state() == RunState.STOPPED) {
      return "is suspended";
    }
    OptionalLong wanted =
        subject.taskThread() == 0 ? OptionalLong.empty() : OptionalLong.of(subject.taskThread());
    return root.threads().stream()
        .filter(thread -> wanted.isEmpty() || thread.tid() == wanted.getAsLong())
        .findFirst()
        .or(() -> root.threads().stream().findFirst())
        .map(thread -> thread.waiting().words())
        .orElse("");
  }

  @Override
  public void disturbed(int worker) {}

  @Override
  public void close() {
    seen.clear();
  }
}
