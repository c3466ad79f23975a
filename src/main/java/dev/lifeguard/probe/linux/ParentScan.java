package dev.lifeguard.probe.linux;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;

/// Finds children by asking every process of the machine for its parent, for kernels without
/// `children` files. One list of `/proc` in each round; each process is asked once, when it is new,
/// because only orphans change their parent and those are known by then.
final class ParentScan implements ChildFinder {
  private final Map<Long, Long> parentOf = new HashMap<>();
  private Map<Long, List<Long>> childrenOf = new HashMap<>();

  @Override
  public void beginRound() {
    Set<Long> there = new HashSet<>();
    String[] names = new File("/proc").list();
    for (String name : names == null ? new String[0] : names) {
      if (Character.isDigit(name.charAt(0))) {
        there.add(Long.parseLong(name));
      }
    }
    parentOf.keySet().retainAll(there);
    there.removeAll(parentOf.keySet());
    there.forEach(this::ask);
    childrenOf = new HashMap<>();
    parentOf.forEach(
        (pid, parent) -> childrenOf.computeIfAbsent(parent, _ -> new ArrayList<>(1)).add(pid));
  }

  private void ask(long pid) {
    ProcText.read("/proc/" + pid + "/stat")
        .flatMap(StatLine::parse)
        .ifPresent(line -> parentOf.put(pid, line.parentPid()));
  }

  @Override
  public Children of(long pid) {
    return new Children() {
      @Override
      public void find(int threads, boolean thorough, LongConsumer child) {
        childrenOf.getOrDefault(pid, List.of()).forEach(child::accept);
      }

      @Override
      public void close() {}
    };
  }
}
