package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ResidentMeter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The working sets of a process and of all that it has started, from the list of all processes,
/// which is read once for all workers of a round. Belongs to one thread.
final class WindowsResidentMeter implements ResidentMeter {
  private final FreshList list;

  WindowsResidentMeter(Win32 win32) {
    this.list = new FreshList(win32, System::nanoTime);
  }

  @Override
  public OptionalLong residentBytes(ProcessIdentity process) {
    ProcessList now = list.now();
    Optional<ProcessRow> root = now.of(process);
    return root.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            now.below(List.of(root.get())).stream()
                .mapToLong(row -> row.sizes().workingSet())
                .sum());
  }

  @Override
  public void keepOnly(Collection<ProcessIdentity> processes) {}

  @Override
  public void close() {}
}
