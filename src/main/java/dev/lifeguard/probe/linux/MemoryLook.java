package dev.lifeguard.probe.linux;

import dev.lifeguard.job.JvmHeap;
import dev.lifeguard.job.Look;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the memory of one process in detail. Any thread.
final class MemoryLook {
  private static final String MAP = "memory map";

  /// A scan of more than this would hold a relative up for more than some milliseconds, and nobody
  /// has asked to look at it.
  private static final long MOST_RELATIVE_BYTES = 512L << 20;

  private static final int MOST_RELATIVES = 64;

  private final MapScans scans;

  MemoryLook(MapScans scans) {
    this.scans = scans;
  }

  Look<MemoryDetail> at(ProcessIdentity process, List<ProcessIdentity> family) {
    Optional<StatLine> stat = stat(process);
    if (stat.isEmpty()) {
      return new Look.Gone<>();
    }
    Optional<StatmLine> sizes = sizes(process.pid());
    if (sizes.isEmpty()) {
      return ProcText.read("/proc/" + process.pid() + "/status").isEmpty()
          ? new Look.Gone<>()
          : new Look.Refused<>(withoutMemory(stat.get(), process.pid()));
    }
    Optional<MapScans.Scan> scan = scans.of(process, sizes.get());
    MemoryDetail detail = detail(process, stat.get(), sizes.get(), scan, family);
    // What was read in between is its own only if it is still there.
    return stat(process).isPresent() ? new Look.Seen<>(detail) : new Look.Gone<>();
  }

  private static Unreadable withoutMemory(StatLine stat, long pid) {
    return stat.state() == RunState.ZOMBIE
        ? Rights.ended("memory", pid)
        : Rights.ofKernel("memory", pid);
  }

  private MemoryDetail detail(
      ProcessIdentity process,
      StatLine stat,
      StatmLine sizes,
      Optional<MapScans.Scan> scan,
      Collection<ProcessIdentity> family) {
    MemoryReading reading = reading(process.pid(), sizes, scan);
    List<Unreadable> unreadable = new ArrayList<>();
    if (scan.isEmpty()) {
      unreadable.add(Rights.refusal(MAP, process.pid()));
      return new MemoryDetail(reading, Optional.empty(), Optional.empty(), List.of(), unreadable);
    }
    List<SmapsArea> areas = scan.get().areas();
    MemoryMap map =
        MapSummary.of(
            areas,
            new AreaTypes(StackPointers.of(process.pid()), stat.threads()),
            scan.get().takenAt(),
            scan.get().cost());
    boolean isJava = JvmAttach.isIn(areas);
    Optional<JvmHeap> heap = isJava ? heap(process, stat, unreadable) : Optional.empty();
    List<MemoryFinding> findings =
        MapFindings.of(reading, areas, relatives(process, stat, areas, family), isJava);
    return new MemoryDetail(reading, Optional.of(map), heap, findings, unreadable);
  }

  private static Optional<JvmHeap> heap(
      ProcessIdentity process, StatLine stat, List<Unreadable> unreadable) {
    return switch (JvmAttach.ask(process, stat.state(), "GC.heap_info")) {
      case JvmAttach.Answer.Said(String text) -> HeapText.parse(text);
      case JvmAttach.Answer.Refused(String reason, String remedy) -> {
        unreadable.add(new Unreadable("Java heap", reason, remedy));
        yield Optional.empty();
      }
    };
  }

  /// The sizes of now, with what only the scan knows.
  private static MemoryReading reading(long pid, StatmLine sizes, Optional<MapScans.Scan> scan) {
    String status = ProcText.read("/proc/" + pid + "/status").orElse("");
    Optional<ScannedMemory> estimate =
        scan.map(found -> {
          ScannedMemory exact = new ScannedMemory(found.atNanos());
          exact.scanned(
              found.sizes(),
              SmapsAreas.of(found.areas()),
              found.sizes(),
              found.atNanos(),
              found.cost().toNanos());
          return exact;
        });
    return new MemoryReading(
        OptionalLong.of(sizes.residentPages() * Kernel.PAGE_BYTES),
        OptionalLong.of(
            estimate
                .map(exact -> exact.committedBytes(sizes))
                .orElse(sizes.dataPages() * Kernel.PAGE_BYTES)),
        OptionalLong.of(sizes.sizePages() * Kernel.PAGE_BYTES),
        KeyedLines.find(status, "VmHWM"),
        estimate.map(exact -> exact.pssBytes(sizes)).orElse(OptionalLong.empty()),
        estimate.map(exact -> exact.ussBytes(sizes)).orElse(OptionalLong.empty()),
        KeyedLines.find(status, "VmSwap"));
  }

  private SmapsRelatives relatives(
      ProcessIdentity process,
      StatLine stat,
      List<SmapsArea> areas,
      Collection<ProcessIdentity> family) {
    SmapsRelatives relatives = new SmapsRelatives(areas);
    int count = 0;
    for (ProcessIdentity other : family) {
      Optional<StatLine> its = other.isSameAs(process) ? Optional.empty() : stat(other);
      if (its.isPresent()
          && count < MOST_RELATIVES
          && areRelated(process, stat, other, its.get())) {
        count += add(other, relatives);
      }
    }
    return relatives;
  }

  private static boolean areRelated(
      ProcessIdentity process, StatLine stat, ProcessIdentity other, StatLine its) {
    return its.parentPid() == process.pid()
        || stat.parentPid() == other.pid()
        || (its.parentPid() == stat.parentPid() && stat.parentPid() > 1);
  }

  private int add(ProcessIdentity other, SmapsRelatives relatives) {
    Optional<StatmLine> sizes = sizes(other.pid());
    if (sizes.isEmpty()) {
      return 0;
    }
    boolean isBig = sizes.get().residentPages() * Kernel.PAGE_BYTES > MOST_RELATIVE_BYTES;
    Optional<MapScans.Scan> scan = isBig ? Optional.empty() : scans.of(other, sizes.get());
    if (scan.isPresent()) {
      relatives.add(scan.get().areas());
    } else {
      ProcText.read("/proc/" + other.pid() + "/maps")
          .ifPresent(text -> relatives.addUnmeasured(SmapsArea.parseMaps(text)));
    }
    return 1;
  }

  /// What `stat` says of a process that is still the one.
  static Optional<StatLine> stat(ProcessIdentity process) {
    return ProcText.read("/proc/" + process.pid() + "/stat")
        .flatMap(StatLine::parse)
        .filter(line -> line.startTicks() == process.startTicks());
  }

  private static Optional<StatmLine> sizes(long pid) {
    return ProcText.read("/proc/" + pid + "/statm").flatMap(StatmLine::parse);
  }
}
