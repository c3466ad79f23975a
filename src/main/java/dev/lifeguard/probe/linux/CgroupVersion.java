package dev.lifeguard.probe.linux;

/// The two kinds of cgroups (cgroups(7)), and the names of what is read and written in each.
enum CgroupVersion {
  /// One tree for each controller; here the one for memory.
  V1("cgroup v1"),
  /// One tree for all controllers.
  V2("cgroup v2");

  private final String words;

  CgroupVersion(String words) {
    this.words = words;
  }

  /// For people.
  String words() {
    return words;
  }
}
