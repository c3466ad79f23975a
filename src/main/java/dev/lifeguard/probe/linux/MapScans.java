package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Reads `smaps` of processes that somebody looks at, and remembers what it said, so that looking
/// often does not hold a process up often. Any thread.
final class MapScans {
  /// A scan that is repeated takes at most this part of the time. Together with the sampler's scans
  /// of the same process ([ScannedMemory]) that is one hundredth.
  private static final long PAUSE_FACTOR = 300;

  private static final int MOST_REMEMBERED = 64;

  private final LongSupplier clock;
  private final Map<ProcessIdentity, Scan> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ProcessIdentity, Scan> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  /// One scan.
  ///
  /// @param sizes the sizes right before it
  record Scan(
      List<SmapsArea> areas, StatmLine sizes, Instant takenAt, long atNanos, Duration cost) {
    /// Copies the list.
    Scan {
      areas = List.copyOf(areas);
    }

    boolean mayBeRepeated(long nowNanos) {
      return nowNanos - atNanos >= PAUSE_FACTOR * cost.toNanos();
    }
  }

  /// @param clock nanoseconds, monotonic
  MapScans(LongSupplier clock) {
    this.clock = clock;
  }

  /// The areas of a process that is there, now or as of the last scan that could be afforded.
  ///
  /// @param sizes its sizes now
  /// @return empty when they may not be read
  Optional<Scan> of(ProcessIdentity process, StatmLine sizes) {
    Optional<Scan> known = known(process);
    long now = clock.getAsLong();
    if (known.isPresent() && !known.get().mayBeRepeated(now)) {
      return known;
    }
    Instant takenAt = Instant.now();
    Optional<String> text = ProcText.read("/proc/" + process.pid() + "/smaps");
    long took = clock.getAsLong() - now;
    Optional<Scan> scan =
        text.map(SmapsArea::parse)
            .map(areas -> new Scan(areas, sizes, takenAt, now, Duration.ofNanos(took)));
    scan.ifPresent(fresh -> remember(process, fresh));
    return scan;
  }

  private synchronized Optional<Scan> known(ProcessIdentity process) {
    return Optional.ofNullable(remembered.get(process));
  }

  private synchronized void remember(ProcessIdentity process, Scan scan) {
    remembered.put(process, scan);
  }
}
