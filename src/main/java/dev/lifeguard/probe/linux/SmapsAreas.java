package dev.lifeguard.probe.linux;

import java.util.List;

/// What `/proc/PID/smaps` says of all areas together, in bytes.
///
/// @param accountedBytes areas that count against the commit limit: flag `ac`. Exact: measured
///   against Committed_AS of `/proc/meminfo` to the megabyte
/// @param noReserveBytes private writable areas with flag `nr` that do not count, though VmData
///   holds them
/// @param residentBytes in main memory when the areas were read, for what follows
/// @param pssBytes resident, with shared pages divided among those who have them
/// @param ussBytes resident and nobody else's
record SmapsAreas(
    long accountedBytes, long noReserveBytes, long residentBytes, long pssBytes, long ussBytes) {
  /// Adds the areas up.
  static SmapsAreas parse(String text) {
    return of(SmapsArea.parse(text));
  }

  /// Adds the areas up.
  static SmapsAreas of(List<SmapsArea> areas) {
    long accounted = 0;
    long noReserve = 0;
    long resident = 0;
    long pss = 0;
    long uss = 0;
    for (SmapsArea area : areas) {
      boolean counts = area.isAccounted();
      boolean promisesNothing =
          !counts && area.isPrivate() && area.isWritable() && area.hasFlag("nr");
      accounted += counts ? area.sizeBytes() : 0;
      noReserve += promisesNothing ? area.sizeBytes() : 0;
      resident += area.residentBytes();
      pss += area.pssBytes();
      uss += area.ownBytes();
    }
    return new SmapsAreas(accounted, noReserve, resident, pss, uss);
  }
}
