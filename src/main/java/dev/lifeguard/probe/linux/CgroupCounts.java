package dev.lifeguard.probe.linux;

import java.nio.file.Path;
import java.util.OptionalLong;

/// What the kernel has counted in one cgroup so far.
///
/// The reason of a kill is told by what else was counted. Version 2 counts an `oom` only in the
/// cgroup whose limit was met (Documentation/admin-guide/cgroup-v2.rst, `memory.events`; seen: `max
/// 38 oom 1 oom_kill 1` for the own limit, `max 0 oom 0 oom_kill 1` for the machine). Version 1 has
/// no such counter, so a limit that was never met is what rules it out. `failcnt` should say that
/// and stays 0 in Linux 6.18 (seen), so the peak counts as well.
///
/// @param limitBytes the memory limit, if there is one
/// @param peakBytes the most that was in use
/// @param kills processes that were killed for lack of memory
/// @param limitMet whether the limit was ever in the way
record CgroupCounts(OptionalLong limitBytes, OptionalLong peakBytes, long kills, boolean limitMet) {
  /// Version 1 says "none" as the largest multiple of a page, which depends on the machine.
  private static final long NO_LIMIT = 1L << 60;

  /// The kernel charges 64 pages at a time (MEMCG_CHARGE_BATCH).
  private static final long BATCH_BYTES = 64 * Kernel.PAGE_BYTES;

  static CgroupCounts read(CgroupTree tree, CgroupVersion version, Path directory) {
    return switch (version) {
      case V1 -> readV1(tree, directory);
      case V2 -> readV2(tree, directory);
    };
  }

  private static CgroupCounts readV1(CgroupTree tree, Path directory) {
    OptionalLong limit = tree.number(directory.resolve("memory.limit_in_bytes"));
    OptionalLong peak = tree.number(directory.resolve("memory.max_usage_in_bytes"));
    long met =
        tree.number(directory.resolve("memory.failcnt")).orElse(0)
            + tree.number(directory.resolve("memory.memsw.failcnt")).orElse(0);
    return new CgroupCounts(
        limit.orElse(NO_LIMIT) >= NO_LIMIT ? OptionalLong.empty() : limit,
        peak,
        keyed(tree, directory.resolve("memory.oom_control"), "oom_kill"),
        met > 0 || isReached(limit, peak));
  }

  private static boolean isReached(OptionalLong limit, OptionalLong peak) {
    return peak.orElse(0) >= limit.orElse(NO_LIMIT) - BATCH_BYTES;
  }

  private static CgroupCounts readV2(CgroupTree tree, Path directory) {
    Path events = directory.resolve("memory.events");
    return new CgroupCounts(
        tree.number(directory.resolve("memory.max")),
        tree.number(directory.resolve("memory.peak")),
        keyed(tree, events, "oom_kill"),
        keyed(tree, events, "oom") > 0);
  }

  /// The kills alone, for often.
  static long kills(CgroupTree tree, CgroupVersion version, Path directory) {
    String file =
        switch (version) {
          case V1 -> "memory.oom_control";
          case V2 -> "memory.events";
        };
    return keyed(tree, directory.resolve(file), "oom_kill");
  }

  private static long keyed(CgroupTree tree, Path file, String key) {
    return tree.read(file).map(text -> KeyedLines.find(text, key).orElse(0)).orElse(0L);
  }
}
