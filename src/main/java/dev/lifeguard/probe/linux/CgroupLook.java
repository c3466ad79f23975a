package dev.lifeguard.probe.linux;

import dev.lifeguard.job.CgroupDetail;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Finds the cgroup that accounts for the memory of a process, and the limit that holds for it: the
/// lowest on the way up (Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/memory.rst).
final class CgroupLook {
  /// Version 1 has no word for "none" but this many bytes, rounded down to a page.
  private static final long NO_LIMIT = Long.MAX_VALUE - (1L << 20);

  private final CgroupTree tree;

  CgroupLook(CgroupTree tree) {
    this.tree = tree;
  }

  /// The cgroup of a process.
  ///
  /// @param mountInfo the text of `/proc/self/mountinfo`
  /// @param cgroups the text of `/proc/PID/cgroup`
  /// @return empty when it is in none, or in one that cannot be seen from here
  Optional<CgroupDetail> of(String mountInfo, String cgroups) {
    CgroupMounts mounts = CgroupMounts.parse(mountInfo, cgroups);
    return mounts
        .memory()
        .map(found -> of(found, CgroupVersion.V1))
        .or(() -> mounts.unified().map(found -> of(found, CgroupVersion.V2)));
  }

  private CgroupDetail of(CgroupMounts.Tree found, CgroupVersion version) {
    boolean isFirst = version == CgroupVersion.V1;
    String limitFile = isFirst ? "memory.limit_in_bytes" : "memory.max";
    String usedFile = isFirst ? "memory.usage_in_bytes" : "memory.current";
    String peakFile = isFirst ? "memory.max_usage_in_bytes" : "memory.peak";
    OptionalLong lowest = OptionalLong.empty();
    String limitedBy = "";
    for (Path at = found.own(); at != null && at.startsWith(found.mount()); at = at.getParent()) {
      OptionalLong limit = tree.number(at.resolve(limitFile));
      if (limit.isPresent()
          && limit.getAsLong() < Math.min(NO_LIMIT, lowest.orElse(Long.MAX_VALUE))) {
        lowest = limit;
        limitedBy = path(found, at);
      }
    }
    return new CgroupDetail(
        path(found, found.own()),
        isFirst ? 1 : 2,
        lowest,
        limitedBy,
        tree.number(found.own().resolve(usedFile)),
        tree.number(found.own().resolve(peakFile)));
  }

  private static String path(CgroupMounts.Tree found, Path directory) {
    return "/" + found.mount().relativize(directory);
  }
}
