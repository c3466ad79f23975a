package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ProcessIdentity;
import java.util.Optional;
import java.util.function.LongSupplier;

/// The list of all processes for somebody who asks for one process after the other: a list that is
/// young enough is used again. Belongs to one thread.
final class FreshList {
  private final Win32 win32;
  private final LongSupplier clock;
  private final long freshNanos;
  private Optional<ProcessList> list = Optional.empty();
  private long takenNanos;

  /// @param clock nanoseconds, monotonic
  /// @param freshNanos how old it may be
  FreshList(Win32 win32, LongSupplier clock, long freshNanos) {
    this.win32 = win32;
    this.clock = clock;
    this.freshNanos = freshNanos;
  }

  ProcessList now() {
    long now = clock.getAsLong();
    ProcessList known = list.filter(_ -> now - takenNanos < freshNanos).orElseGet(() -> take(now));
    list = Optional.of(known);
    return known;
  }

  /// A list in which this process is, if there is any: the process may be younger than the one that
  /// would be used again.
  ProcessList with(ProcessIdentity process) {
    ProcessList known = now();
    boolean isKnown = known.of(process).isPresent();
    ProcessList usable = isKnown ? known : take(clock.getAsLong());
    list = Optional.of(usable);
    return usable;
  }

  private ProcessList take(long now) {
    takenNanos = now;
    return ProcessList.now(win32);
  }
}
