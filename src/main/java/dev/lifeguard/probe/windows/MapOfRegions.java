package dev.lifeguard.probe.windows;

import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryRegion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Sums the regions of an address space up by what they are for, and picks the largest. Pure.
final class MapOfRegions {
  /// So many fit on a screen, and what is beyond is small.
  private static final int MOST_REGIONS = 40;

  private final AddressSpace space;
  private final WorkingSet working;
  private final Map<Long, String> files;
  private final Set<Long> stacks = new HashSet<>();

  private MapOfRegions(AddressSpace space, WorkingSet working, Map<Long, String> files) {
    this.space = space;
    this.working = working;
    this.files = files;
    space.regions().stream()
        .filter(Region::isGuard)
        .forEach(guard -> stacks.add(guard.allocation()));
  }

  /// The summary. Ranges that are set aside for mappings are left out, see [Region#isSetAside].
  ///
  /// @param files the files that are mapped, by the beginnings of their allocations
  static MemoryMap of(
      AddressSpace space,
      WorkingSet working,
      Map<Long, String> files,
      Instant takenAt,
      Duration cost) {
    return new MapOfRegions(space, working, files).summary(takenAt, cost);
  }

  private MemoryMap summary(Instant takenAt, Duration cost) {
    Map<MappingType, List<MemoryRegion>> byType = new EnumMap<>(MappingType.class);
    List<MemoryRegion> all = new ArrayList<>();
    for (Region region : space.regions()) {
      if (region.isSetAside()) {
        MemoryRegion line = line(region);
        all.add(line);
        byType.computeIfAbsent(line.type(), _ -> new ArrayList<>()).add(line);
      }
    }
    List<MappingUse> rows = new ArrayList<>();
    byType.forEach((type, lines) -> rows.add(use(type, lines)));
    List<MemoryRegion> largest =
        all.stream()
            .sorted(Comparator.comparingLong(MemoryRegion::reservedBytes).reversed())
            .limit(MOST_REGIONS)
            .toList();
    return new MemoryMap(rows, largest, all.size(), takenAt, cost);
  }

  private MemoryRegion line(Region region) {
    WorkingSet.Part part = working.of(region);
    return new MemoryRegion(
        region.address(),
        region.bytes(),
        isCharged(region) ? region.bytes() : 0,
        part.residentBytes(),
        part.ownBytes(),
        type(region),
        region.permissions(),
        files.getOrDefault(region.allocation(), ""));
  }

  /// Mapped files and programs have their place on a disk already, and a page of theirs is charged
  /// when it is written to, which the map does not show.
  private static boolean isCharged(Region region) {
    return region.state() == Region.State.COMMITTED && region.kind() == Region.Kind.PRIVATE;
  }

  /// An allocation with a guard page is the stack of a thread. What is mapped without a file is
  /// memory that processes can share.
  private MappingType type(Region region) {
    return switch (region.kind()) {
      case IMAGE -> MappingType.FILES;
      case MAPPED ->
          files.containsKey(region.allocation()) ? MappingType.FILES : MappingType.SHARED_MEMORY;
      case PRIVATE -> {
        if (stacks.contains(region.allocation())) {
          yield MappingType.THREAD_STACKS;
        }
        yield region.state() == Region.State.RESERVED
            ? MappingType.NO_ACCESS
            : MappingType.PRIVATE_ANONYMOUS;
      }
    };
  }

  private static MappingUse use(MappingType type, List<MemoryRegion> lines) {
    return new MappingUse(
        type,
        lines.stream().mapToLong(MemoryRegion::reservedBytes).sum(),
        lines.stream().mapToLong(MemoryRegion::committedBytes).sum(),
        lines.stream().mapToLong(MemoryRegion::residentBytes).sum(),
        lines.stream().mapToLong(MemoryRegion::ownBytes).sum(),
        0,
        lines.size(),
        lines.stream().mapToLong(MemoryRegion::reservedBytes).max().orElse(0));
  }
}
