package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ResidentMeter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The working sets of a process and of all that it has started, from the list of all processes.
/// One list serves all workers that are asked for in the same millisecond. Belongs to one thread.
final class WindowsResidentMeter implements ResidentMeter {
  private static final long FRESH_NANOS = 1_000_000;

  private final Win32 win32;
  private Optional<ProcessList> list = Optional.empty();
  private long takenNanos;

  WindowsResidentMeter(Win32 win32) {
    this.win32 = win32;
  }

  @Override
  public OptionalLong residentBytes(ProcessIdentity process) {
    ProcessList now = fresh();
    Optional<ProcessRow> root = now.of(process);
    return root.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            now.below(List.of(root.get())).stream()
                .mapToLong(row -> row.sizes().workingSet())
                .sum());
  }

  private ProcessList fresh() {
    long now = System.nanoTime();
    ProcessList known =
        list.filter(_ -> now - takenNanos < FRESH_NANOS).orElseGet(() -> ProcessList.now(win32));
    if (list.filter(known::equals).isEmpty()) {
      list = Optional.of(known);
      takenNanos = now;
    }
    return known;
  }

  @Override
  public void keepOnly(Collection<ProcessIdentity> processes) {}

  @Override
  public void close() {
    list = Optional.empty();
  }
}
