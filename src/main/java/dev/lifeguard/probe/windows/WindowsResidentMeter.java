package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ResidentMeter;
import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// The working sets of a process and of all that it has started. Each is asked for every time; who
/// there is comes from the list of all processes, which costs more and is read ten times a second.
/// Belongs to one thread.
final class WindowsResidentMeter implements ResidentMeter {
  private static final long FRESH_NANOS = 100_000_000;

  private final Win32 win32;
  private final FreshList lists;

  /// @param clock nanoseconds, monotonic
  WindowsResidentMeter(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.lists = new FreshList(win32, clock, FRESH_NANOS);
  }

  @Override
  public OptionalLong residentBytes(ProcessIdentity process) {
    ProcessList list = lists.with(process);
    Optional<ProcessRow> root = list.of(process);
    OptionalLong own = root.map(this::workingSet).orElse(OptionalLong.empty());
    return own.isEmpty()
        ? own
        : OptionalLong.of(
            list.below(List.of(root.orElseThrow())).stream()
                .mapToLong(row -> workingSet(row).orElse(0))
                .sum());
  }

  /// Empty when it has ended. One that may not be asked has what the list says.
  private OptionalLong workingSet(ProcessRow row) {
    return switch (OpenedProcess.open(win32, row.process(), OpenedProcess.QUERY_LIMITED)) {
      case Opening.Opened(OpenedProcess opened) -> {
        try (opened) {
          yield opened.workingSetBytes();
        }
      }
      case Opening.Denied _ -> OptionalLong.of(row.sizes().workingSet());
      case Opening.Gone _ -> OptionalLong.empty();
    };
  }

  @Override
  public void keepOnly(Collection<ProcessIdentity> processes) {}

  @Override
  public void close() {}
}
