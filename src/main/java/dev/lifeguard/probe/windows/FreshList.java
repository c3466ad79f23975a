package dev.lifeguard.probe.windows;

import java.util.Optional;
import java.util.function.LongSupplier;

/// The list of all processes for somebody who asks for one process after the other: a list that is
/// younger than a few milliseconds is used again. Belongs to one thread.
final class FreshList {
  private static final long FRESH_NANOS = 5_000_000;

  private final Win32 win32;
  private final LongSupplier clock;
  private Optional<ProcessList> list = Optional.empty();
  private long takenNanos;

  /// @param clock nanoseconds, monotonic
  FreshList(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
  }

  ProcessList now() {
    long now = clock.getAsLong();
    ProcessList known = list.filter(_ -> now - takenNanos < FRESH_NANOS).orElseGet(() -> take(now));
    list = Optional.of(known);
    return known;
  }

  private ProcessList take(long now) {
    takenNanos = now;
    return ProcessList.now(win32);
  }
}
