package dev.lifeguard.probe.windows;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// Looks at processes by the functions of Windows. Any thread.
final class WindowsInspector implements ProcessInspector {
  private static final int EVERYTHING = OpenedProcess.QUERY | OpenedProcess.READ_MEMORY;

  private final Win32 win32;
  private final LongSupplier clock;
  private final WindowsThreads threads;

  /// @param clock nanoseconds, monotonic
  WindowsInspector(Win32 win32, LongSupplier clock) {
    this.win32 = win32;
    this.clock = clock;
    this.threads = new WindowsThreads(win32, clock);
  }

  @Override
  public Look<MemoryDetail> memory(ProcessIdentity process, List<ProcessIdentity> family) {
    return ProcessList.now(win32)
        .of(process)
        .<Look<MemoryDetail>>map(row -> new Look.Seen<>(memory(row)))
        .orElseGet(Look.Gone::new);
  }

  private MemoryDetail memory(ProcessRow row) {
    if (!(OpenedProcess.open(win32, row.process(), EVERYTHING)
        instanceof Opening.Opened(OpenedProcess opened))) {
      return detail(
          row.memory(OptionalLong.empty(), OptionalLong.empty()),
          Optional.empty(),
          List.of(notAllowed("memory map", row.pid())));
    }
    try (opened) {
      Instant takenAt = Instant.now();
      long began = clock.getAsLong();
      AddressSpace space = AddressSpace.walk(win32, opened);
      MemoryReading sizes =
          row.memory(
              OptionalLong.of(space.setAsideBytes()), OptionalLong.of(space.privateCommitBytes()));
      Optional<MemoryMap> map =
          WorkingSet.of(win32, opened, space)
              .map(working ->
                  MapOfRegions.of(
                      space,
                      working,
                      MappedFiles.of(win32, opened, space),
                      takenAt,
                      Duration.ofNanos(clock.getAsLong() - began)));
      return detail(
          sizes,
          map,
          map.isPresent()
              ? List.of()
              : List.of(
                  new Unreadable(
                      "memory map",
                      "the system does not tell which pages of process "
                          + row.pid()
                          + " are in use",
                      "run Lifeguard as administrator")));
    }
  }

  private static MemoryDetail detail(
      MemoryReading sizes, Optional<MemoryMap> map, List<Unreadable> unreadable) {
    return new MemoryDetail(sizes, map, Optional.empty(), ReserveAndCommit.of(sizes), unreadable);
  }

  @Override
  public Look<ThreadsDetail> threads(ProcessIdentity process) {
    return threads.at(process);
  }

  @Override
  public Look<ProcessDetail> process(ProcessIdentity process) {
    return ProcessList.now(win32)
        .of(process)
        .<Look<ProcessDetail>>map(row -> new Look.Seen<>(process(row)))
        .orElseGet(Look.Gone::new);
  }

  private ProcessDetail process(ProcessRow row) {
    List<Unreadable> unreadable = new ArrayList<>();
    unreadable.add(
        new Unreadable(
            "open files",
            "Windows tells how many handles a process has, and not what they are",
            "look with Process Explorer, as administrator"));
    Words words = words(row, unreadable);
    return new ProcessDetail(
        row.process(),
        row.parentPid(),
        row.name(),
        row.state(),
        words.command,
        words.program,
        words.directory,
        words.user,
        row.cpuNanos(),
        row.threads().size(),
        List.of(),
        OptionalInt.of(row.handles()),
        OptionalLong.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty(),
        unreadable);
  }

  /// What a process was started with, as far as it may be read.
  private record Words(
      List<String> command,
      Optional<String> program,
      Optional<String> directory,
      Optional<ProcessUser> user) {
    static final Words NONE =
        new Words(List.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private Words words(ProcessRow row, List<Unreadable> unreadable) {
    if (!(OpenedProcess.openWithMost(win32, row.process(), EVERYTHING, OpenedProcess.QUERY_LIMITED)
        instanceof Opening.Opened(OpenedProcess opened))) {
      unreadable.add(notAllowed("command line", row.pid()));
      return Words.NONE;
    }
    try (opened) {
      ProcessWords its = new ProcessWords(win32, opened);
      Optional<String> directory = its.directory();
      if (directory.isEmpty()) {
        unreadable.add(notAllowed("current directory", row.pid()));
      }
      return new Words(
          its.commandLine().map(CommandWords::of).orElse(List.of()),
          its.program(),
          directory,
          ProcessOwner.of(win32, opened));
    }
  }

  @Override
  public Look<MachineMemory> machine() {
    return Performance.now(win32)
        .<Look<MachineMemory>>map(now -> new Look.Seen<>(now.memory()))
        .orElseGet(() ->
            new Look.Refused<>(
                new Unreadable(
                    "memory of the machine",
                    "Windows refuses to tell it",
                    "look at the Windows event log")));
  }

  private static Unreadable notAllowed(String what, long pid) {
    return new Unreadable(
        what,
        "process " + pid + " does not let itself be looked into with these rights",
        "run Lifeguard as administrator");
  }
}
