package dev.lifeguard.gui.common;

import java.util.concurrent.TimeUnit;

/// When no news is bad news.
public final class Silence {
  /// A supervisor publishes at least one event a second, its samples, so two seconds without any
  /// are two missed in a row.
  public static final long NANOS = TimeUnit.SECONDS.toNanos(2);

  private Silence() {}
}
