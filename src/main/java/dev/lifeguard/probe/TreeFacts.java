package dev.lifeguard.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A process and everything below it, at one moment. Immutable; a process is found by its number or
/// its parent without going through all of them, because a pool may have a thousand workers and
/// each is asked for several times at every look.
public final class TreeFacts {
  private final long atNanos;
  private final List<ProcessFacts> processes;
  private final Map<Long, ProcessFacts> byPid = new LinkedHashMap<>();
  private final Map<Long, List<ProcessFacts>> byParent = new HashMap<>();

  /// Copies the list.
  ///
  /// @param atNanos when it was read, on the clock of who read it
  /// @param processes the root first, every parent before its children
  public TreeFacts(long atNanos, List<ProcessFacts> processes) {
    this.atNanos = atNanos;
    this.processes = List.copyOf(processes);
    for (ProcessFacts each : processes) {
      byPid.putIfAbsent(each.pid(), each);
      byParent.computeIfAbsent(each.parentPid(), _ -> new ArrayList<>()).add(each);
    }
  }

  /// When it was read, on the clock of who read it.
  public long atNanos() {
    return atNanos;
  }

  /// The root first, every parent before its children.
  public List<ProcessFacts> processes() {
    return processes;
  }

  /// The process that all others descend from.
  public ProcessFacts root() {
    return processes.getFirst();
  }

  /// A process by its number.
  public Optional<ProcessFacts> of(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /// The processes by their numbers, in order.
  public Map<Long, ProcessFacts> byPid() {
    return Collections.unmodifiableMap(byPid);
  }

  /// The children of a process.
  public List<ProcessFacts> childrenOf(long pid) {
    return List.copyOf(byParent.getOrDefault(pid, List.of()));
  }

  /// The tree below one of its processes, that one first.
  public TreeFacts below(ProcessFacts top) {
    Map<Long, ProcessFacts> found = new LinkedHashMap<>();
    found.put(top.pid(), top);
    for (ProcessFacts each : processes) {
      if (found.containsKey(each.parentPid())) {
        found.put(each.pid(), each);
      }
    }
    return new TreeFacts(atNanos, List.copyOf(found.values()));
  }
}
