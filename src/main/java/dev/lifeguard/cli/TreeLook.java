package dev.lifeguard.cli;

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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Looks at a tree of processes twice, a second apart, which tells how much processor time its
/// threads use, and who is there at the end.
final class TreeLook {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final ProcessInspector inspector;
  private final Supplier<List<ProcessIdentity>> tree;
  private final ProcessIdentity root;

  /// @param tree the process and all below it, itself first; empty when it is gone
  TreeLook(ProcessInspector inspector, Supplier<List<ProcessIdentity>> tree, ProcessIdentity root) {
    this.inspector = inspector;
    this.tree = tree;
    this.root = root;
  }

  /// Looks for a second.
  ///
  /// @return empty when the process is gone
  Optional<TreeSnapshot> lookForASecond() throws InterruptedException {
    for (ProcessIdentity process : tree.get()) {
      inspector.threads(process);
    }
    Thread.sleep(BETWEEN);
    return look();
  }

  private Optional<TreeSnapshot> look() {
    List<ProcessIdentity> all = tree.get();
    Map<Long, ProcessDetail> details = new HashMap<>();
    for (ProcessIdentity process : all) {
      inspector.process(process).seen().ifPresent(seen -> details.put(process.pid(), seen));
    }
    Optional<ProcessDetail> top = Optional.ofNullable(details.get(root.pid()));
    return top.map(found -> snapshot(all, details, new Roles(found, details.values())));
  }

  private TreeSnapshot snapshot(
      List<ProcessIdentity> all, Map<Long, ProcessDetail> details, Roles roles) {
    List<ProcessSnapshot> processes = new ArrayList<>();
    for (ProcessIdentity process : all) {
      ProcessDetail detail = details.get(process.pid());
      if (detail != null) {
        processes.add(
            new ProcessSnapshot(
                roles.of(detail),
                detail,
                inspector.memory(process, all),
                inspector.threads(process)));
      }
    }
    return new TreeSnapshot(
        roles.kind(), processes, inspector.machine().seen(), verdict(roles.kind()));
  }

  private static Verdict verdict(PoolKind kind) {
    String sentence =
        kind == PoolKind.LIFEGUARD
            ? "This is a pool of Lifeguard itself, which tells how it fares in its window and its"
                + " report."
            : "There is no rule for processes of this kind: what each of them does and waits for is"
                + " told, and no conclusion is drawn.";
    return new Verdict(VerdictKind.UNKNOWN, Certainty.UNKNOWN, sentence, List.of(), "");
  }

  /// What the processes of a tree are to each other.
  private static final class Roles {
    private final long root;
    private final PoolKind kind;
    private final boolean hasWorkers;

    Roles(ProcessDetail top, Collection<ProcessDetail> details) {
      root = top.process().pid();
      boolean isOurs = String.join(" ", top.commandLine()).contains("dev.lifeguard.cli.Main");
      kind = isOurs ? PoolKind.LIFEGUARD : PoolKind.GENERIC;
      Map<String, Integer> alike = new HashMap<>();
      details.stream()
          .filter(this::isChild)
          .forEach(child -> alike.merge(child.name(), 1, Integer::sum));
      hasWorkers = isOurs || alike.values().stream().anyMatch(count -> count > 1);
    }

    private boolean isChild(ProcessDetail process) {
      return process.parentPid() == root;
    }

    PoolKind kind() {
      return kind;
    }

    ProcessRole of(ProcessDetail process) {
      if (process.process().pid() == root) {
        return ProcessRole.MANAGER;
      }
      return hasWorkers && isChild(process) ? ProcessRole.WORKER : ProcessRole.DESCENDANT;
    }
  }
}
