package dev.lifeguard.job;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Steady growth of resident memory, seen over the last seconds.
///
/// @param bytesPerSecond how fast
/// @param secondsToLimit when the limit will be reached if it goes on like that; empty without one
public record Growth(long bytesPerSecond, OptionalLong secondsToLimit) {
  private static final long NANOS = 1_000_000_000L;

  /// What lies longer back is another story.
  private static final long WINDOW_NANOS = 10 * NANOS;

  /// A program that loads its libraries grows for a second or two as well.
  private static final long LEAST_NANOS = 3 * NANOS;

  private static final long LEAST_BYTES_PER_SECOND = 1 << 20;

  /// Ups and downs are no growth: so many parts in ten of all movement must be up.
  private static final int STEADY_TENTHS = 8;

  /// Whether memory grows steadily until now.
  ///
  /// @param points by time; between two of them the value of the earlier one holds
  /// @param limitBytes the most that may be resident
  public static Optional<Growth> of(
      List<MemoryPoint> points, long nowNanos, OptionalLong limitBytes) {
    int from = points.size();
    while (from > 0 && nowNanos - points.get(from - 1).atNanos() <= WINDOW_NANOS) {
      from--;
    }
    List<MemoryPoint> recent = points.subList(from, points.size());
    if (recent.size() < 3 || nowNanos - recent.getFirst().atNanos() < LEAST_NANOS) {
      return Optional.empty();
    }
    long up = 0;
    long down = 0;
    for (int i = 1; i < recent.size(); i++) {
      long step = recent.get(i).residentBytes() - recent.get(i - 1).residentBytes();
      up += Math.max(0, step);
      down += Math.max(0, -step);
    }
    long passed = nowNanos - recent.getFirst().atNanos();
    long rate = (long) ((double) (up - down) * NANOS / passed);
    boolean steady = up * 10 >= (up + down) * STEADY_TENTHS && isSpread(recent, nowNanos);
    return rate < LEAST_BYTES_PER_SECOND || !steady
        ? Optional.empty()
        : Optional.of(new Growth(rate, secondsTo(limitBytes, recent.getLast(), rate)));
  }

  /// Whether it has grown in the second half of the time as well: one large allocation is a step.
  private static boolean isSpread(List<MemoryPoint> recent, long nowNanos) {
    long middle = (recent.getFirst().atNanos() + nowNanos) / 2;
    MemoryPoint atMiddle = recent.getFirst();
    for (MemoryPoint point : recent) {
      atMiddle = point.atNanos() <= middle ? point : atMiddle;
    }
    long first = atMiddle.residentBytes() - recent.getFirst().residentBytes();
    long second = recent.getLast().residentBytes() - atMiddle.residentBytes();
    return first * 5 >= second && second * 5 >= first;
  }

  private static OptionalLong secondsTo(OptionalLong limitBytes, MemoryPoint last, long rate) {
    return limitBytes.isPresent()
        ? OptionalLong.of(Math.max(0, limitBytes.getAsLong() - last.residentBytes()) / rate)
        : OptionalLong.empty();
  }

  /// In words: `grows 412 MiB/s, reaches its limit in about 9 s`.
  public String words() {
    String rate = "grows " + ByteSize.text(bytesPerSecond) + "/s";
    return secondsToLimit.isEmpty()
        ? rate
        : rate + ", reaches its limit in about " + time(secondsToLimit.getAsLong());
  }

  private static String time(long seconds) {
    return seconds < 120
        ? Math.max(1, seconds) + " s"
        : seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
  }
}
