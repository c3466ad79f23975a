package dev.lifeguard.probe.windows;

import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/// Walks through the address spaces of followed processes, as many as may be afforded, those first
/// that have waited longest. A walk asks the system once for each region, of which a small process
/// has a hundred and a large one ten thousand; together they are kept below a fiftieth of the time
/// that passes. Belongs to the sampler's thread.
final class Walks {
  private static final long SHARE = 50;
  private static final long MOST_SAVED_NANOS = 20_000_000;

  private final Win32 win32;
  private final LongSupplier clock;
  private long creditNanos = MOST_SAVED_NANOS;
  private long lastNanos;

  Walks(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
    this.lastNanos = clock.getAsLong();
  }

  /// Walks for what is due.
  void run(Collection<FollowedProcess> processes) {
    long now = clock.getAsLong();
    creditNanos = Math.min(MOST_SAVED_NANOS, creditNanos + (now - lastNanos) / SHARE);
    lastNanos = now;
    List<FollowedProcess> due =
        processes.stream()
            .filter(each -> each.isWorthAWalk(now))
            .sorted(Comparator.comparingLong(FollowedProcess::walkedNanos))
            .toList();
    for (FollowedProcess process : due) {
      // How long one takes is known afterwards only, so it may make a debt.
      if (creditNanos <= 0) {
        return;
      }
      long began = clock.getAsLong();
      walk(process, began);
      creditNanos -= clock.getAsLong() - began;
    }
  }

  private void walk(FollowedProcess process, long atNanos) {
    switch (OpenedProcess.open(win32, process.process(), OpenedProcess.QUERY)) {
      case Opening.Opened(OpenedProcess opened) -> {
        try (opened) {
          process.walked(AddressSpace.walk(win32, opened), atNanos);
        }
      }
      case Opening.Denied _ -> process.refused();
      case Opening.Gone _ -> {}
    }
  }
}
