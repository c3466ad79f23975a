package dev.lifeguard.probe.linux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The areas that the relatives of a process have: its parent, its children and those who have the
/// same parent. Pure.
///
/// A copy that a fork has made begins or ends at the same address as the original: either may have
/// grown at one end since. But Java, for one, asks for the same addresses in every process, so a
/// relative must also have its stack where the process has it: the kernel places that at random
/// whenever a program is started, and a fork leaves it there.
final class SmapsRelatives {
  private final Map<Long, List<SmapsArea>> byStart = new HashMap<>();
  private final Map<Long, List<SmapsArea>> byEnd = new HashMap<>();
  private final Map<File, Integer> shared = new HashMap<>();
  private final OptionalLong stackEnd;
  private boolean isTouchKnown = true;

  /// @param own the areas of the process whose relatives these are
  SmapsRelatives(List<SmapsArea> own) {
    stackEnd = stackEnd(own);
  }

  private static OptionalLong stackEnd(List<SmapsArea> areas) {
    return areas.stream()
        .filter(area -> area.name().equals("[stack]"))
        .mapToLong(SmapsArea::end)
        .findFirst();
  }

  /// What is mapped.
  private record File(long inode, String name) {}

  /// The copies of an area.
  ///
  /// @param count how many there are
  /// @param bytes how large they are together
  /// @param touchedBytes how much of that is in use, with shared pages divided
  record Copies(int count, long bytes, long touchedBytes) {}

  /// Adds one relative.
  void add(List<SmapsArea> areas) {
    Set<File> files = new HashSet<>();
    boolean isFork = stackEnd.isPresent() && stackEnd(areas).equals(stackEnd);
    for (SmapsArea area : areas) {
      if (isFork && area.isPrivate() && area.isWritable()) {
        byStart.computeIfAbsent(area.start(), _ -> new ArrayList<>(1)).add(area);
        byEnd.computeIfAbsent(area.end(), _ -> new ArrayList<>(1)).add(area);
      } else if (!area.isPrivate() && files.add(new File(area.inode(), area.name()))) {
        shared.merge(new File(area.inode(), area.name()), 1, Integer::sum);
      }
    }
  }

  /// Adds one of which it is not known how much of its areas is in use.
  ///
  /// @param areas from `maps`, with sizes of 0
  void addUnmeasured(List<SmapsArea> areas) {
    isTouchKnown = false;
    add(areas);
  }

  /// The private areas of relatives that were once one with this.
  Copies copiesOf(SmapsArea area) {
    List<SmapsArea> copies = new ArrayList<>(byStart.getOrDefault(area.start(), List.of()));
    byEnd.getOrDefault(area.end(), List.of()).stream()
        .filter(other -> other.start() != area.start())
        .forEach(copies::add);
    long bytes = 0;
    long touched = 0;
    for (SmapsArea copy : copies) {
      bytes += Math.min(copy.sizeBytes(), area.sizeBytes());
      touched += copy.pssBytes() + copy.swapBytes();
    }
    return new Copies(copies.size(), bytes, touched);
  }

  /// Whether [Copies#touchedBytes] is complete.
  boolean isTouchKnown() {
    return isTouchKnown;
  }

  /// How many relatives have the same shared memory.
  int sharing(SmapsArea area) {
    return shared.getOrDefault(new File(area.inode(), area.name()), 0);
  }
}
