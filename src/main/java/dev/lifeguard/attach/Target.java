package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.TreeProbe;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What to watch when a user names a process: the process itself when it manages a pool, the
/// manager above it when it is one of a pool's workers, the manager below it when it is the shell
/// that started one.
public sealed interface Target {
  /// This is to be watched.
  ///
  /// @param root the process whose end is the end of the job
  /// @param note why it is another one than the user named, a sentence; empty when it is not
  record Found(ProcessIdentity root, String note) implements Target {}

  /// Nothing can be watched.
  ///
  /// @param sentence why, and what to do about it
  record None(String sentence) implements Target {}

  /// Finds it. Reads the system, which takes some milliseconds.
  static Target of(long pid, Probes probes) {
    Optional<ProcessIdentity> named = probes.identity(pid);
    Optional<TreeProbe> trees = probes.trees(System::nanoTime);
    if (trees.isEmpty()) {
      return new None("pools that Lifeguard did not start can be watched on Linux only");
    }
    Optional<TreeFacts> tree = named.flatMap(process -> trees.get().read(process, List.of(), true));
    if (tree.isEmpty()) {
      return new None("there is no process " + pid);
    }
    return known(tree.get())
        .or(() -> above(pid, trees.get(), probes))
        .or(() -> below(tree.get()))
        .orElseGet(() -> new Found(tree.get().root().process(), ""));
  }

  private static Optional<Target> known(TreeFacts tree) {
    return Recognition.managedBy(tree, tree.root())
        .filter(pool -> pool.kind() != PoolKind.GENERIC)
        .map(pool -> new Found(pool.manager().process(), ""));
  }

  private static Optional<Target> above(long pid, TreeProbe trees, Probes probes) {
    long at = pid;
    for (int depth = 0; depth < 3; depth++) {
      OptionalLong parent = trees.parentOf(at);
      if (parent.isEmpty() || parent.getAsLong() <= 1) {
        return Optional.empty();
      }
      at = parent.getAsLong();
      Optional<FoundPool> pool =
          probes
              .identity(at)
              .flatMap(process -> trees.read(process, List.of(), true))
              .flatMap(tree -> Recognition.managedBy(tree, tree.root()))
              .filter(found -> found.kind() != PoolKind.GENERIC)
              .filter(found ->
                  found.roleOf(pid) == ProcessRole.WORKER
                      || found.roleOf(pid) == ProcessRole.HELPER);
      if (pool.isPresent()) {
        ProcessFacts manager = pool.get().manager();
        return Optional.of(
            new Found(
                manager.process(),
                "process %d is a %s of the pool of process %d, which is watched"
                    .formatted(
                        pid,
                        pool.get().roleOf(pid) == ProcessRole.WORKER ? "worker" : "helper",
                        manager.pid())));
      }
    }
    return Optional.empty();
  }

  private static Optional<Target> below(TreeFacts tree) {
    return Recognition.of(tree)
        .filter(pool -> pool.manager().pid() != tree.root().pid())
        .map(pool ->
            new Found(
                pool.manager().process(),
                "the pool below process %d is managed by process %d, which is watched"
                    .formatted(tree.root().pid(), pool.manager().pid())));
  }
}
