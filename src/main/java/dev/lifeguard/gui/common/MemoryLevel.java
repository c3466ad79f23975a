package dev.lifeguard.gui.common;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MemoryReading;
import java.util.Locale;
import java.util.OptionalLong;

/// What a memory bar shows: three amounts on a scale that it shares with its neighbours.
///
/// @param memory the amounts, of one process or summed
/// @param limitBytes where the red tick stands
/// @param scaleBytes the amount that fills the whole bar, at least 1
/// @param system where it was measured, which has its own words for where amounts come from
public record MemoryLevel(
    MemoryReading memory, OptionalLong limitBytes, long scaleBytes, HostSystem system) {
  /// Nothing is known.
  public static final MemoryLevel UNKNOWN =
      new MemoryLevel(MemoryReading.UNKNOWN, OptionalLong.empty(), 1);

  /// Amounts whose origin is not told.
  public MemoryLevel(MemoryReading memory, OptionalLong limitBytes, long scaleBytes) {
    this(memory, limitBytes, scaleBytes, HostSystem.LINUX);
  }

  private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB"};
  private static final String[] DECIMAL = {"kB", "MB", "GB", "TB"};

  /// Resident of committed memory in the unit of the larger, `0.84 / 3.02 GiB`; a dash for what is
  /// unknown, and nothing at all when both are.
  public String text() {
    OptionalLong resident = memory.residentBytes();
    OptionalLong committed = memory.committedBytes();
    if (resident.isEmpty() && committed.isEmpty()) {
      return "";
    }
    boolean binary = MemoryWords.units() == MemoryUnits.BINARY;
    double step = binary ? 1024 : 1000;
    String[] units = binary ? BINARY : DECIMAL;
    double divisor = step;
    int unit = 0;
    long larger = Math.max(resident.orElse(0), committed.orElse(0));
    while (larger / divisor >= 999.5 && unit < units.length - 1) {
      divisor *= step;
      unit++;
    }
    return digits(resident, divisor) + " / " + digits(committed, divisor) + " " + units[unit];
  }

  private static String digits(OptionalLong bytes, double divisor) {
    if (bytes.isEmpty()) {
      return Text.of("unknown");
    }
    double value = bytes.getAsLong() / divisor;
    String format = value >= 99.95 ? "%.0f" : value >= 9.995 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }

  /// A round amount that `bytes` fits in and that does not change with every little growth: 1, 1.5,
  /// 2, 3, 4, 6, 8, 12 … MiB.
  public static long roundScale(long bytes) {
    long step = 1 << 20;
    while (step < bytes) {
      if (step + step / 2 >= bytes) {
        return step + step / 2;
      }
      step *= 2;
    }
    return step;
  }
}
