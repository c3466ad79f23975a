package dev.lifeguard.probe.linux;

import dev.lifeguard.job.RunState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A process and its living descendants at one moment, with what they have used so far.
///
/// @param members the process itself first, by their numbers
record Family(Map<Long, Member> members) {
  /// One process.
  ///
  /// @param cpuTicks processor time since its start, all threads
  /// @param traffic reads, writes and their bytes since its start, added up; 0 when they may not be
  ///   read
  record Member(long startTicks, int threads, long cpuTicks, long traffic) {}

  /// Looks at a process and all below it.
  ///
  /// @param finder at the beginning of a round
  /// @return empty when the process is gone
  static Optional<Family> of(long pid, ChildFinder finder) {
    Map<Long, Member> members = new LinkedHashMap<>();
    List<Long> next = new ArrayList<>(List.of(pid));
    for (int i = 0; i < next.size(); i++) {
      long one = next.get(i);
      Optional<Member> member = members.containsKey(one) ? Optional.empty() : member(one);
      if (member.isPresent()) {
        members.put(one, member.get());
        try (ChildFinder.Children children = finder.of(one)) {
          children.find(member.get().threads(), true, next::add);
        }
      }
    }
    return members.containsKey(pid) ? Optional.of(new Family(members)) : Optional.empty();
  }

  private static Optional<Member> member(long pid) {
    String process = "/proc/" + pid + "/";
    return ProcText.read(process + "stat")
        .flatMap(StatLine::parse)
        .filter(line -> line.state() != RunState.ZOMBIE)
        .map(line -> {
          long traffic = ProcText.read(process + "io").map(Family::traffic).orElse(0L);
          return new Member(line.startTicks(), line.threads(), line.cpuTicks(), traffic);
        });
  }

  /// All numbers of `/proc/PID/io` (proc_pid_io(5)) added up: only their change is of interest.
  static long traffic(String text) {
    long sum = 0;
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(": ");
      sum += colon < 0 ? 0 : Long.parseLong(line.substring(colon + 2).strip());
    }
    return sum;
  }

  /// The threads that run or wait for a processor just now, by their numbers. Looks again.
  Set<Long> runnable() {
    Set<Long> found = new HashSet<>();
    for (long pid : members.keySet()) {
      for (long thread : Knot.threads(pid)) {
        ProcText.read("/proc/" + pid + "/task/" + thread + "/stat")
            .flatMap(StatLine::parse)
            .filter(line -> line.state() == RunState.RUNNING)
            .ifPresent(_ -> found.add(thread));
      }
    }
    return found;
  }

  /// Processor time that this family has used since it was seen like this.
  long ticksSince(Family before) {
    long ticks = 0;
    for (Map.Entry<Long, Member> entry : members.entrySet()) {
      Member last = before.members.get(entry.getKey());
      ticks += entry.getValue().cpuTicks() - (last == null ? 0 : last.cpuTicks());
    }
    return ticks;
  }

  /// Whether a process came or went, read or wrote since it was seen like this.
  boolean differsFrom(Family before) {
    if (!members.keySet().equals(before.members.keySet())) {
      return true;
    }
    for (Map.Entry<Long, Member> entry : members.entrySet()) {
      Member last = before.members.get(entry.getKey());
      Member now = entry.getValue();
      if (last == null
          || last.startTicks() != now.startTicks()
          || last.traffic() != now.traffic()) {
        return true;
      }
    }
    return false;
  }
}
