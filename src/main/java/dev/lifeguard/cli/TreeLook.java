package dev.lifeguard.cli;

import dev.lifeguard.attach.TwoLooks;
import dev.lifeguard.attach.TwoLooks.Conclusion;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.job.ProcessSnapshot;
import dev.lifeguard.job.TreeSnapshot;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at a tree of processes twice, a bit more than a second apart, which tells how much
/// processor time its threads use, who moves, and so what is the matter with a pool.
final class TreeLook {
  /// Long enough for the rules of `attach` that want a pool to have stood still for a second.
  private static final Duration BETWEEN = Duration.ofMillis(1_100);

  private final ProcessInspector inspector;
  private final Supplier<List<ProcessIdentity>> tree;
  private final ProcessIdentity root;
  private final Optional<TwoLooks> looks;

  /// @param tree the process and all below it, itself first; empty when it is gone
  /// @param looks for what the processes are to each other; empty where that cannot be told
  TreeLook(
      ProcessInspector inspector,
      Supplier<List<ProcessIdentity>> tree,
      ProcessIdentity root,
      Optional<TwoLooks> looks) {
    this.inspector = inspector;
    this.tree = tree;
    this.root = root;
    this.looks = looks;
  }

  /// Looks for a second.
  ///
  /// @return empty when the process is gone
  Optional<TreeSnapshot> lookForASecond() throws InterruptedException {
    looks.ifPresent(TwoLooks::look);
    for (ProcessIdentity process : tree.get()) {
      inspector.threads(process);
    }
    Thread.sleep(BETWEEN);
    looks.ifPresent(TwoLooks::look);
    return look();
  }

  private Optional<TreeSnapshot> look() {
    Optional<Conclusion> conclusion = looks.flatMap(TwoLooks::conclude);
    List<ProcessIdentity> all = tree.get();
    List<ProcessSnapshot> processes = new ArrayList<>();
    for (ProcessIdentity process : all) {
      inspector
          .process(process)
          .seen()
          .ifPresent(detail ->
              processes.add(
                  new ProcessSnapshot(
                      role(detail, conclusion),
                      detail,
                      inspector.memory(process, all),
                      inspector.threads(process))));
    }
    boolean gone = processes.stream().noneMatch(it -> it.detail().process().pid() == root.pid());
    return gone ? Optional.empty() : Optional.of(snapshot(processes, conclusion));
  }

  private TreeSnapshot snapshot(List<ProcessSnapshot> processes, Optional<Conclusion> conclusion) {
    return new TreeSnapshot(
        conclusion.map(it -> it.pool().kind()).orElse(PoolKind.GENERIC),
        processes,
        inspector.machine().seen(),
        conclusion.map(Conclusion::verdict).orElseGet(TreeLook::noPool));
  }

  private ProcessRole role(ProcessDetail process, Optional<Conclusion> conclusion) {
    long pid = process.process().pid();
    return conclusion
        .map(it -> it.pool().roleOf(pid))
        .orElse(pid == root.pid() ? ProcessRole.MANAGER : ProcessRole.DESCENDANT);
  }

  private static Verdict noPool() {
    return new Verdict(
        VerdictKind.UNKNOWN,
        Certainty.UNKNOWN,
        "There is no pool: no process here is of a known kind or has two alike children.",
        List.of(),
        "");
  }
}
