package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.PERFORMANCE_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.OvercommitMode;
import dev.lifeguard.job.Unreadable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The memory of the machine, in bytes.
///
/// @param commitTotal what all processes and the system have been promised
/// @param commitLimit the most that can be: main memory and page files
/// @param commitPeak the most that was since the machine started
record Performance(
    long commitTotal, long commitLimit, long commitPeak, long total, long available) {

  /// Asks the system. Any thread.
  static Optional<Performance> now(Win32 win32) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(PERFORMANCE_INFORMATION);
      boolean told =
          win32
              .call("kernel32", "K32GetPerformanceInfo", buffer(answer), number(answer.byteSize()))
              .isTrue();
      return told ? Optional.of(parse(answer)) : Optional.empty();
    }
  }

  private static Performance parse(MemorySegment answer) {
    long page = amount(answer, "PageSize");
    return new Performance(
        amount(answer, "CommitTotal") * page,
        amount(answer, "CommitLimit") * page,
        amount(answer, "CommitPeak") * page,
        amount(answer, "PhysicalTotal") * page,
        amount(answer, "PhysicalAvailable") * page);
  }

  private static long amount(MemorySegment answer, String name) {
    return longAt(answer, offset(PERFORMANCE_INFORMATION, name));
  }

  /// The same for the rest of the program. What is committed never exceeds the limit.
  MachineMemory memory() {
    return new MachineMemory(
        OptionalLong.of(total),
        OptionalLong.of(available),
        OptionalLong.of(Math.max(0, commitLimit - total)),
        OptionalLong.empty(),
        OptionalLong.of(commitLimit),
        OptionalLong.of(commitTotal),
        OvercommitMode.CHARGED,
        Optional.empty(),
        List.of(
            new Unreadable(
                "memory pressure",
                "it is told by Linux only",
                "compare what is committed with the commit limit")));
  }
}
