package dev.lifeguard.probe.windows;

import dev.lifeguard.probe.Disturbances;
import dev.lifeguard.probe.ThreadWait;
import dev.lifeguard.probe.WaitProbe;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Tells that a worker moves, that it is suspended, and that it is stuck as far as Windows tells
/// that; see [Standstills]. Reads the list of all processes once in a round.
///
/// Belongs to one thread, but for [#disturbed].
final class WindowsWaitProbe implements WaitProbe {
  private final Win32 win32;
  private final LongSupplier clock;
  private final Standstills standstills = new Standstills();
  private final Disturbances disturbances = new Disturbances();
  private ProcessList list = new ProcessList(List.of());

  WindowsWaitProbe(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
  }

  @Override
  public void beginRound(Collection<Integer> workers) {
    standstills.keepOnly(workers);
    disturbances.keepOnly(workers);
    list = ProcessList.now(win32);
  }

  @Override
  public Optional<ThreadWait> look(Subject subject) {
    boolean ourDoing = disturbances.isOurDoing(subject.worker());
    return standstills.look(list, subject, clock.getAsLong(), ourDoing);
  }

  /// It reads our message and prints its stacks by a thread of its own, not by the task's.
  @Override
  public void disturbed(int worker) {
    disturbances.add(worker);
  }

  @Override
  public void close() {
    standstills.keepOnly(List.of());
  }
}
