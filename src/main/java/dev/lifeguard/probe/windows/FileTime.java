package dev.lifeguard.probe.windows;

/// The time of Windows: tenths of microseconds since 1601 (`FILETIME`). Pure.
final class FileTime {
  /// From 1601 to 1970.
  private static final long EPOCH_MILLIS = 11_644_473_600_000L;

  private static final long UNITS_PER_MILLI = 10_000;
  private static final long NANOS_PER_UNIT = 100;

  private FileTime() {}

  /// Milliseconds since 1970, rounded down, as the Java library tells the start of a process.
  static long millis(long fileTime) {
    return fileTime / UNITS_PER_MILLI - EPOCH_MILLIS;
  }

  /// The length of a span.
  static long nanos(long units) {
    return units * NANOS_PER_UNIT;
  }
}
