package dev.lifeguard.probe.linux;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Scans `smaps` of the processes whose estimate of committed memory may have become wrong, as many
/// as may be afforded, those first that have waited longest. Belongs to the sampler's thread.
final class SmapsScanner {
  private final LongSupplier clock;
  private final ScanBudget budget = new ScanBudget();

  SmapsScanner(LongSupplier clock) {
    this.clock = clock;
  }

  /// Scans what is due.
  void run(Collection<TrackedProcess> processes) {
    long now = clock.getAsLong();
    budget.passTo(now);
    if (!budget.allowsOne()) {
      return;
    }
    List<TrackedProcess> due =
        processes.stream()
            .filter(p -> p.sizes().filter(sizes -> p.scanned().isDue(sizes, now)).isPresent())
            .sorted(Comparator.comparingLong(p -> p.scanned().scannedNanos()))
            .toList();
    for (TrackedProcess process : due) {
      if (!budget.allowsOne()) {
        return;
      }
      scan(process);
    }
  }

  private void scan(TrackedProcess process) {
    Optional<StatmLine> before = process.readSizes();
    long began = clock.getAsLong();
    Optional<String> text = ProcText.read("/proc/" + process.identity().pid() + "/smaps");
    long took = clock.getAsLong() - began;
    budget.spend(took);
    // The open statm fails when the process is gone, so what was read in between is its own.
    Optional<StatmLine> after = process.readSizes();
    if (before.isEmpty() || after.isEmpty()) {
      return;
    }
    if (text.isEmpty()) {
      process.scanned().refused();
      return;
    }
    SmapsAreas areas = SmapsAreas.parse(text.get());
    process.scanned().scanned(before.get(), areas, after.get(), began, took);
    process.rescanned();
  }
}
