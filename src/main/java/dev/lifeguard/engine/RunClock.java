package dev.lifeguard.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// The clock of one job: nanoseconds since a moment whose wall-clock time is known. Monotonic; any
/// thread.
public final class RunClock implements LongSupplier {
  private final Instant startedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final long origin = System.nanoTime();

  /// The moment that it counts from, by the clock on the wall, in whole milliseconds.
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public long getAsLong() {
    return System.nanoTime() - origin;
  }
}
