package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps the roles of a known pool up to date from look to look. Pure.
///
/// A pool in trouble may not look like one for a moment (an executor whose worker has died waits
/// for one descriptor less), so what has been recognised stays so, and a new process is what those
/// beside it are.
final class Succession {
  private Succession() {}

  /// A process that manages nothing.
  static FoundPool nothing(ProcessFacts root) {
    return new FoundPool(
        PoolKind.GENERIC,
        root,
        Map.of(root.pid(), ProcessRole.MANAGER),
        Optional.empty(),
        "it has no alike children");
  }

  /// The same pool in the next look.
  static FoundPool next(FoundPool known, TreeFacts tree) {
    Optional<ProcessFacts> manager =
        tree.of(known.manager().pid())
            .filter(it -> it.process().isSameAs(known.manager().process()));
    if (manager.isEmpty()) {
      return known;
    }
    Optional<FoundPool> again =
        Recognition.managedBy(tree, manager.get()).filter(it -> it.kind() == known.kind());
    Map<Long, ProcessRole> roles = new LinkedHashMap<>();
    for (ProcessFacts process : tree.processes()) {
      roles.put(process.pid(), role(known, again, tree, process));
    }
    return new FoundPool(
        known.kind(),
        manager.get(),
        roles,
        again.flatMap(FoundPool::pipes).or(known::pipes),
        known.reason());
  }

  private static ProcessRole role(
      FoundPool known, Optional<FoundPool> again, TreeFacts tree, ProcessFacts process) {
    ProcessRole before = known.roles().get(process.pid());
    ProcessRole now = again.map(it -> it.roleOf(process.pid())).orElse(ProcessRole.DESCENDANT);
    if (before == ProcessRole.WORKER || now == ProcessRole.WORKER) {
      return ProcessRole.WORKER;
    }
    if (before != null && before != ProcessRole.DESCENDANT) {
      return before;
    }
    if (now != ProcessRole.DESCENDANT) {
      return now;
    }
    return again.isEmpty() && isBesideWorkers(known, tree, process)
        ? ProcessRole.WORKER
        : ProcessRole.DESCENDANT;
  }

  /// Whether a process has a parent in common with the workers and does not serve the pool. A pool
  /// of a kind that is known by its pipes is not joined this way: what it forks is a worker only
  /// once it has the pipes of one.
  private static boolean isBesideWorkers(FoundPool known, TreeFacts tree, ProcessFacts process) {
    List<Long> parents =
        known.workers().stream()
            .map(tree::of)
            .flatMap(Optional::stream)
            .map(ProcessFacts::parentPid)
            .distinct()
            .toList();
    return known.pipes().isEmpty()
        && (parents.contains(process.parentPid())
            || (parents.isEmpty() && process.parentPid() == known.manager().pid()))
        && !Roles.isHelper(process);
  }
}
