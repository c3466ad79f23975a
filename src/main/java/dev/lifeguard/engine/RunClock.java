package dev.lifeguard.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// The clock of one job: nanoseconds since a moment whose wall-clock time is known. Monotonic; any
/// thread.
public final class RunClock implements LongSupplier {
  private final Instant startedAt;
  private final long origin;

  /// A clock that counts from now on.
  public RunClock() {
    this(Instant.now().truncatedTo(ChronoUnit.MILLIS), 0);
  }

  private RunClock(Instant startedAt, long nowNanos) {
    this.startedAt = startedAt;
    origin = System.nanoTime() - nowNanos;
  }

  /// The clock of a job that goes on: it counts from the first start, and goes on behind what was
  /// recorded even if the clock on the wall was put back since.
  ///
  /// @param startedAt when the job was started first
  /// @param lastNanos the time of the last recorded event
  public static RunClock resumed(Instant startedAt, long lastNanos) {
    long since = Duration.between(startedAt, Instant.now()).toNanos();
    return new RunClock(startedAt, Math.max(since, lastNanos + 1));
  }

  /// The moment that it counts from, by the clock on the wall, in whole milliseconds.
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public long getAsLong() {
    return System.nanoTime() - origin;
  }
}
