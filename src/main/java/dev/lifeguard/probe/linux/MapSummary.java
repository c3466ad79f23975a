package dev.lifeguard.probe.linux;

import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Sums the areas of a process up by type and picks the largest. Pure.
final class MapSummary {
  /// So many fit on a screen, and what is beyond is small.
  private static final int MOST_REGIONS = 40;

  private final Map<MappingType, Sum> sums = new EnumMap<>(MappingType.class);
  private final List<MemoryRegion> regions = new ArrayList<>();

  private MapSummary() {}

  /// One row of sums.
  private static final class Sum {
    private long reserved;
    private long committed;
    private long resident;
    private long own;
    private long swap;
    private int areas;
    private long largest;

    void add(SmapsArea area) {
      reserved += area.sizeBytes();
      committed += area.isAccounted() ? area.sizeBytes() : 0;
      resident += area.residentBytes();
      own += area.ownBytes();
      swap += area.swapBytes();
      areas++;
      largest = Math.max(largest, area.sizeBytes());
    }

    MappingUse as(MappingType type) {
      return new MappingUse(type, reserved, committed, resident, own, swap, areas, largest);
    }
  }

  /// The summary.
  ///
  /// @param areas by address
  static MemoryMap of(List<SmapsArea> areas, AreaTypes types, Instant takenAt, Duration cost) {
    MapSummary summary = new MapSummary();
    for (int i = 0; i < areas.size(); i++) {
      summary.add(areas.get(i), types.of(areas, i));
    }
    List<MappingUse> rows = new ArrayList<>();
    summary.sums.forEach((type, sum) -> rows.add(sum.as(type)));
    List<MemoryRegion> largest =
        summary.regions.stream()
            .sorted(Comparator.comparingLong(MemoryRegion::reservedBytes).reversed())
            .limit(MOST_REGIONS)
            .toList();
    return new MemoryMap(rows, largest, summary.regions.size(), takenAt, cost);
  }

  private void add(SmapsArea area, MappingType type) {
    // The page of old system calls is in everybody's map, outside of the process's address space:
    // VmSize does not count it either.
    if (area.name().equals("[vsyscall]")) {
      return;
    }
    sums.computeIfAbsent(type, _ -> new Sum()).add(area);
    regions.add(
        new MemoryRegion(
            area.start(),
            area.sizeBytes(),
            area.isAccounted() ? area.sizeBytes() : 0,
            area.residentBytes(),
            area.ownBytes(),
            type,
            area.permissions(),
            area.name()));
  }
}
