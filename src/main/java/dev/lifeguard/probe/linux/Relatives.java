package dev.lifeguard.probe.linux;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The processes that a process most likely talks with: its parent, those who have the same parent,
/// and all below it.
final class Relatives {
  /// A service manager is everybody's parent and nobody's relative.
  private static final long FIRST_PROCESS = 1;

  private Relatives() {}

  /// A process and all below it, itself first.
  static Set<Long> below(long pid) {
    return below(pid, finder());
  }

  private static ChildFinder finder() {
    ChildFinder finder =
        TaskChildren.areThere() ? new TaskChildren(new OpenFiles()) : new ParentScan();
    finder.beginRound();
    return finder;
  }

  private static Set<Long> below(long pid, ChildFinder finder) {
    Set<Long> all = new LinkedHashSet<>(List.of(pid));
    List<Long> next = new ArrayList<>(List.of(pid));
    for (int i = 0; i < next.size(); i++) {
      for (long child : childrenOf(next.get(i), finder)) {
        if (all.add(child)) {
          next.add(child);
        }
      }
    }
    return all;
  }

  /// The process itself first.
  static Set<Long> of(long pid) {
    ChildFinder finder = finder();
    Set<Long> all = below(pid, finder);
    stat(pid)
        .map(StatLine::parentPid)
        .filter(parent -> parent > FIRST_PROCESS)
        .ifPresent(parent -> {
          all.add(parent);
          all.addAll(childrenOf(parent, finder));
        });
    return all;
  }

  private static List<Long> childrenOf(long pid, ChildFinder finder) {
    List<Long> found = new ArrayList<>();
    Optional<StatLine> line = stat(pid);
    if (line.isPresent()) {
      try (ChildFinder.Children children = finder.of(pid)) {
        children.find(line.get().threads(), true, found::add);
      }
    }
    return found;
  }

  private static Optional<StatLine> stat(long pid) {
    return ProcText.read("/proc/" + pid + "/stat").flatMap(StatLine::parse);
  }
}
