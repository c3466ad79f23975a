package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.job.ProcessIdentity;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// All processes of the machine at one moment, with their threads, by one call that needs no rights
/// on any of them.
final class ProcessList {
  private static final int SYSTEM_PROCESS_INFORMATION = 5;
  private static final int STATUS_INFO_LENGTH_MISMATCH = 0xC000_0004;
  private static final long FIRST_BYTES = 512 << 10;
  private static final int MOST_TRIES = 8;

  private final Map<Long, ProcessRow> byPid;
  private final Map<Long, List<ProcessRow>> byParent = new HashMap<>();

  ProcessList(List<ProcessRow> rows) {
    byPid = LinkedHashMap.newLinkedHashMap(rows.size());
    for (ProcessRow row : rows) {
      byPid.put(row.pid(), row);
      byParent.computeIfAbsent(row.parentPid(), _ -> new ArrayList<>()).add(row);
    }
  }

  /// Asks the system. Any thread.
  ///
  /// @throws IllegalStateException if it refuses, which it never does
  static ProcessList now(Win32 win32) {
    long size = FIRST_BYTES;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment rows = arena.allocate(size, 16);
        MemorySegment needed = arena.allocate(ValueLayout.JAVA_INT);
        Win32.Answer answer =
            win32.call(
                "ntdll",
                "NtQuerySystemInformation",
                number(SYSTEM_PROCESS_INFORMATION),
                buffer(rows),
                number(size),
                buffer(needed));
        if (answer.isSuccess()) {
          return new ProcessList(ProcessTable.parse(rows, win32.addressOf(rows)));
        }
        if (answer.low() != STATUS_INFO_LENGTH_MISMATCH) {
          throw new IllegalStateException(
              "the list of processes: NTSTATUS 0x%08X".formatted(answer.low()));
        }
        // Processes may start until the next try.
        size = Math.max(size, Integer.toUnsignedLong(needed.get(ValueLayout.JAVA_INT, 0))) * 2;
      }
    }
    throw new IllegalStateException("the list of processes grows faster than it is read");
  }

  /// Everybody.
  List<ProcessRow> rows() {
    return List.copyOf(byPid.values());
  }

  /// Whoever has this number.
  Optional<ProcessRow> of(long pid) {
    return Optional.ofNullable(byPid.get(pid));
  }

  /// This very process; empty when it is gone or nothing but a name that somebody still holds.
  Optional<ProcessRow> of(ProcessIdentity process) {
    return of(process.pid())
        .filter(row -> row.process().isSameAs(process) && !row.threads().isEmpty());
  }

  /// Who was started by this one and is alive.
  List<ProcessRow> childrenOf(ProcessRow parent) {
    return byParent.getOrDefault(parent.pid(), List.of()).stream()
        .filter(row -> row.isChildOf(parent) && !row.threads().isEmpty())
        .toList();
  }

  /// These and all that they have started, every parent before its children, each once. An orphan
  /// still names its parent, so it is found only through those that are alive.
  List<ProcessRow> below(List<ProcessRow> tops) {
    Set<Long> seen = new HashSet<>();
    List<ProcessRow> found = new ArrayList<>();
    tops.stream().filter(top -> seen.add(top.pid())).forEach(found::add);
    // Children that are found on the way join the end of the list.
    for (int i = 0; i < found.size(); i++) {
      childrenOf(found.get(i)).stream().filter(row -> seen.add(row.pid())).forEach(found::add);
    }
    return found;
  }
}
