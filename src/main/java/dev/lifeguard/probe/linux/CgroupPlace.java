package dev.lifeguard.probe.linux;

import java.nio.file.Path;

/// Where the cgroups of jobs can be made.
///
/// @param base the cgroup inside which they are made
/// @param own the cgroup of this process, to which a thread goes back
/// @param born whether the kernel and the C library can start a process inside a cgroup
record CgroupPlace(CgroupVersion version, Path base, Path own, boolean born) {
  /// For people: `cgroup v1 below /sys/fs/cgroup/memory/user`.
  String words() {
    return version.words() + " below " + base;
  }
}
