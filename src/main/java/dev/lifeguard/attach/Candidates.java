package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.Sight;
import dev.lifeguard.probe.TreeFacts;
import dev.lifeguard.probe.TreeProbe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Finds the pools on this machine that can be attached to. Reads the processes of the whole
/// machine, which takes a tenth of a second or two; any thread, one at a time.
public final class Candidates {
  // What starts the programs of a user or a system, by its names on Linux and on Windows.
  private static final List<String> SESSIONS =
      List.of(
          "systemd",
          "init",
          "sshd",
          "login",
          "tmux: server",
          "screen",
          "kthreadd",
          "explorer.exe",
          "svchost.exe",
          "services.exe",
          "wininit.exe",
          "winlogon.exe",
          "csrss.exe",
          "smss.exe",
          "userinit.exe",
          "windowsterminal.exe");

  private static final int MOST_LINES = 40;

  private final Probes probes;

  /// @param probes the means of this system
  public Candidates(Probes probes) {
    this.probes = probes;
  }

  /// One pool.
  ///
  /// @param tree its processes with their roles, indented, at most 40 lines
  public record Found(
      ProcessIdentity manager,
      String name,
      PoolKind kind,
      String reason,
      List<String> tree,
      Sight sight) {}

  /// All pools, those of known kinds first. A shell is no pool because somebody started two
  /// programs in it, and neither is a session or init.
  public List<Found> all() {
    Optional<TreeProbe> trees = probes.trees(System::nanoTime);
    if (trees.isEmpty()) {
      return List.of();
    }
    Map<Long, Integer> children = new HashMap<>();
    for (long pid : trees.get().everybody()) {
      trees.get().parentOf(pid).ifPresent(parent -> children.merge(parent, 1, Integer::sum));
    }
    List<Found> known = new ArrayList<>();
    List<Found> generic = new ArrayList<>();
    children.keySet().stream()
        .filter(pid -> pid > 2)
        .sorted()
        .forEach(pid -> {
          Optional<Found> found = managedBy(pid, trees.get());
          found.ifPresent(it -> (it.kind() == PoolKind.GENERIC ? generic : known).add(it));
        });
    known.addAll(generic);
    return known;
  }

  private Optional<Found> managedBy(long pid, TreeProbe trees) {
    return probes
        .identity(pid)
        .flatMap(process -> trees.read(process, List.of(), true))
        .flatMap(tree ->
            Recognition.managedBy(tree, tree.root())
                .filter(pool -> pool.kind() != PoolKind.LIFEGUARD && !isSession(pool))
                .map(pool -> found(tree, pool, trees)));
  }

  private static boolean isSession(FoundPool pool) {
    return pool.kind() == PoolKind.GENERIC
        && SESSIONS.contains(pool.manager().name().toLowerCase(Locale.ROOT));
  }

  /// The pool that attaching to this process would watch; a process without a pool is one, too.
  public Optional<Found> of(long pid) {
    Optional<TreeProbe> trees = probes.trees(System::nanoTime);
    if (trees.isEmpty() || !(Target.of(pid, probes) instanceof Target.Found target)) {
      return Optional.empty();
    }
    return trees
        .get()
        .read(target.root(), List.of(), true)
        .map(tree ->
            found(
                tree,
                Recognition.managedBy(tree, tree.root())
                    .orElseGet(() -> Succession.nothing(tree.root())),
                trees.get()));
  }

  private static Found found(TreeFacts tree, FoundPool pool, TreeProbe trees) {
    return new Found(
        pool.manager().process(),
        StoryMeans.name(pool.manager()),
        pool.kind(),
        pool.reason(),
        lines(tree, pool),
        sight(tree, pool.manager().process(), trees));
  }

  private static Sight sight(TreeFacts tree, ProcessIdentity manager, TreeProbe trees) {
    Sight outside = trees.sightOf(manager);
    boolean told =
        InsidePools.of(trees, manager, tree.root().process(), 0)
            .filter(it -> it.isTold(manager.pid()))
            .isPresent();
    return told ? outside.tellingTasks() : outside;
  }

  private static List<String> lines(TreeFacts tree, FoundPool pool) {
    List<String> lines = new ArrayList<>();
    Map<Long, Integer> depths = new HashMap<>();
    add(tree, pool, tree.root(), depths, lines);
    int more = lines.size() - MOST_LINES;
    if (more > 0) {
      lines.subList(MOST_LINES, lines.size()).clear();
      lines.add("… and %d more".formatted(more));
    }
    return lines;
  }

  private static void add(
      TreeFacts tree,
      FoundPool pool,
      ProcessFacts process,
      Map<Long, Integer> depths,
      List<String> lines) {
    int depth = depths.getOrDefault(process.parentPid(), -1) + 1;
    depths.put(process.pid(), depth);
    ProcessRole role = pool.roleOf(process.pid());
    lines.add(
        "  ".repeat(depth)
            + process.pid()
            + " "
            + process.name()
            + (role == ProcessRole.DESCENDANT ? "" : ": " + role.name().toLowerCase(Locale.ROOT)));
    tree.childrenOf(process.pid()).forEach(child -> add(tree, pool, child, depths, lines));
  }
}
