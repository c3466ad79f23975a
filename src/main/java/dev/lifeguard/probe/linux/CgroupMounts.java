package dev.lifeguard.probe.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the cgroup file systems are mounted and where in them this process is. Pure: takes the
/// texts of `/proc/self/mountinfo` (proc_pid_mountinfo(5)) and `/proc/self/cgroup` (cgroups(7)).
///
/// @param memory the tree of version 1's memory controller, if there is one
/// @param unified the tree of version 2, if there is one
/// @param pids the tree in which processes are counted, of either version
record CgroupMounts(Optional<Tree> memory, Optional<Tree> unified, Optional<Tree> pids) {
  /// A mounted tree.
  ///
  /// @param mount its top as far as it is seen here
  /// @param own the directory of the cgroup that this process is in
  record Tree(Path mount, Path own) {}

  private static final String MEMORY = "memory";
  private static final String PIDS = "pids";

  static CgroupMounts parse(String mountInfo, String ownCgroups) {
    Optional<Tree> memory = Optional.empty();
    Optional<Tree> unified = Optional.empty();
    Optional<Tree> pids = Optional.empty();
    for (String line : mountInfo.lines().toList()) {
      List<String> fields = List.of(line.split(" ", -1));
      int dash = fields.indexOf("-");
      if (dash < 6 || fields.size() < dash + 4) {
        continue;
      }
      String type = fields.get(dash + 1);
      List<String> options = List.of(fields.get(dash + 3).split(",", -1));
      if (type.equals("cgroup") && options.contains(PIDS) && pids.isEmpty()) {
        pids = tree(fields, ownPath(ownCgroups, PIDS));
      }
      if (type.equals("cgroup") && options.contains(MEMORY) && memory.isEmpty()) {
        memory = tree(fields, ownPath(ownCgroups, MEMORY));
      } else if (type.equals("cgroup2") && unified.isEmpty()) {
        unified = tree(fields, ownPath(ownCgroups, ""));
      }
    }
    return new CgroupMounts(memory, unified, pids.isPresent() ? pids : unified);
  }

  /// The own path of a controller: `4:memory:/path`; of version 2: `0::/path`.
  private static Optional<String> ownPath(String ownCgroups, String controller) {
    return ownCgroups
        .lines()
        .map(line -> line.split(":", 3))
        .filter(parts -> parts.length == 3)
        .filter(parts -> List.of(parts[1].split(",", -1)).contains(controller))
        .map(parts -> parts[2])
        .findFirst();
  }

  /// A mount shows the tree from its root field on; what lies outside of that cannot be reached,
  /// and the mount's top stands for it.
  private static Optional<Tree> tree(List<String> fields, Optional<String> ownPath) {
    Path mount = Path.of(unescaped(fields.get(4)));
    String root = unescaped(fields.get(3));
    return ownPath.map(path -> {
      Path seenFrom = Path.of(root.startsWith("/..") ? "/" : root);
      Path own = Path.of(path).normalize();
      Path below = own.startsWith(seenFrom) ? seenFrom.relativize(own) : Path.of("");
      return new Tree(mount, mount.resolve(below));
    });
  }

  private static String unescaped(String text) {
    return text.replace("\\040", " ").replace("\\134", "\\");
  }
}
