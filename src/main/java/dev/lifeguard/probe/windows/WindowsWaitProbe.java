package dev.lifeguard.probe.windows;

import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Tells that a worker moves, that it is suspended, and that it is stuck as far as Windows tells
/// that; see [Standstills]. Reads the list of all processes once in a round.
///
/// Belongs to one thread, but for [#disturbed].
final class WindowsWaitProbe implements WaitProbe {
  /// The look that follows a disturbance may come before its effect, the one after it does not.
  private static final int LOOKS_DISTURBED = 2;

  private final Win32 win32;
  private final LongSupplier clock;
  private final Standstills standstills = new Standstills();
  private final Map<Integer, Integer> disturbed = new ConcurrentHashMap<>();
  private ProcessList list = new ProcessList(List.of());

  WindowsWaitProbe(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
  }

  @Override
  public void beginRound(Collection<Integer> workers) {
    standstills.keepOnly(workers);
    disturbed.keySet().retainAll(workers);
    list = ProcessList.now(win32);
  }

  @Override
  public Optional<ThreadWait> look(Subject subject) {
    boolean ourDoing =
        disturbed.computeIfPresent(subject.worker(), (_, looks) -> looks > 1 ? looks - 1 : null)
            != null;
    return standstills.look(list, subject, clock.getAsLong(), ourDoing);
  }

  /// It reads our message and prints its stacks by a thread of its own, not by the task's.
  @Override
  public void disturbed(int worker) {
    disturbed.put(worker, LOOKS_DISTURBED + 1);
  }

  @Override
  public void close() {
    standstills.keepOnly(List.of());
  }
}
