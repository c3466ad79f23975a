package dev.lifeguard.probe.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Kills all processes in a cgroup and in those inside it: in one stroke where the kernel has
/// `cgroup.kill` (version 2, Linux 5.14), else one after the other until none is new. Any thread.
final class CgroupKill {
  /// Each pass finds what was forked during the one before.
  private static final int MOST_PASSES = 1000;

  private final CgroupTree tree;
  private final Killer killer;

  /// Kills one process that may have ended meanwhile.
  interface Killer {
    /// Freezes who has this number now; empty when nobody has.
    Optional<Runnable> target(long pid);
  }

  CgroupKill(CgroupTree tree) {
    this(tree, CgroupKill::target);
  }

  CgroupKill(CgroupTree tree, Killer killer) {
    this.tree = tree;
    this.killer = killer;
  }

  /// The handle remembers when its process was started, so that a later owner of the number is
  /// spared.
  private static Optional<Runnable> target(long pid) {
    return ProcessHandle.of(pid).map(handle -> handle::destroyForcibly);
  }

  /// Kills them.
  ///
  /// @return how many were seen there
  int killAll(Path directory) {
    Path atOnce = directory.resolve("cgroup.kill");
    if (tree.exists(atOnce)) {
      int seen = members(directory).size();
      try {
        tree.write(atOnce, "1");
        return seen;
      } catch (IOException _) {
        return killOneByOne(directory);
      }
    }
    return killOneByOne(directory);
  }

  private int killOneByOne(Path directory) {
    Set<Long> killed = new HashSet<>();
    boolean more = true;
    for (int pass = 0; more && pass < MOST_PASSES; pass++) {
      more = false;
      for (long pid : members(directory)) {
        if (!killed.contains(pid) && kill(pid, directory)) {
          killed.add(pid);
          more = true;
        }
      }
    }
    return killed.size();
  }

  /// Who has the number is frozen first and looked at then: it may have got a new owner since.
  private boolean kill(long pid, Path directory) {
    Optional<Runnable> target = killer.target(pid);
    if (target.isEmpty() || !members(directory).contains(pid)) {
      return false;
    }
    target.get().run();
    return true;
  }

  /// A thread of ours that starts a process is there for a moment, and shows as this whole process.
  private List<Long> members(Path directory) {
    return Stream.concat(
            tree.processes(directory).stream(),
            tree.inside(directory).stream().flatMap(inner -> members(inner).stream()))
        .filter(pid -> pid != ProcessHandle.current().pid())
        .toList();
  }

  /// Takes a cgroup and those inside it away.
  ///
  /// @return whether it is gone; not as long as a process is in it
  boolean remove(Path directory) {
    if (tree.remove(directory)) {
      return true;
    }
    tree.inside(directory).forEach(this::remove);
    return tree.remove(directory);
  }
}
