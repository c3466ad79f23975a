package dev.lifeguard.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A process and everything below it, at one moment.
///
/// @param atNanos when it was read, on the clock of who read it
/// @param processes the root first, every parent before its children
public record TreeFacts(long atNanos, List<ProcessFacts> processes) {
  /// Copies the list.
  public TreeFacts {
    processes = List.copyOf(processes);
  }

  /// The process that all others descend from.
  public ProcessFacts root() {
    return processes.getFirst();
  }

  /// A process by its number.
  public Optional<ProcessFacts> of(long pid) {
    return processes.stream().filter(each -> each.pid() == pid).findFirst();
  }

  /// The processes by their numbers, in order.
  public Map<Long, ProcessFacts> byPid() {
    return processes.stream()
        .collect(
            Collectors.toMap(
                ProcessFacts::pid, Function.identity(), (a, _) -> a, LinkedHashMap::new));
  }

  /// The children of a process.
  public List<ProcessFacts> childrenOf(long pid) {
    return processes.stream().filter(each -> each.parentPid() == pid).toList();
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
