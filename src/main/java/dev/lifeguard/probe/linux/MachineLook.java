package dev.lifeguard.probe.linux;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryPressure;
import dev.lifeguard.job.OvercommitMode;
import dev.lifeguard.job.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads how much memory the machine has and has promised (proc_meminfo(5)), and how much processes
/// are held up for it. Any thread.
final class MachineLook {
  private static final String PRESSURE = "/proc/pressure/memory";

  private MachineLook() {}

  static Look<MachineMemory> now() {
    return ProcText.read("/proc/meminfo")
        .<Look<MachineMemory>>map(text -> new Look.Seen<>(of(text)))
        .orElseGet(() ->
            new Look.Refused<>(
                new Unreadable(
                    "memory of the machine",
                    "/proc/meminfo cannot be read",
                    "have /proc mounted")));
  }

  private static MachineMemory of(String text) {
    List<Unreadable> unreadable = new ArrayList<>();
    Optional<MemoryPressure> pressure = ProcText.read(PRESSURE).flatMap(PressureText::parse);
    if (pressure.isEmpty()) {
      unreadable.add(
          new Unreadable(
              "memory pressure",
              PRESSURE + " is not there or may not be read",
              "use a kernel with PSI and start it with psi=1"));
    }
    return new MachineMemory(
        KeyedLines.find(text, "MemTotal"),
        KeyedLines.find(text, "MemAvailable"),
        KeyedLines.find(text, "SwapTotal"),
        KeyedLines.find(text, "SwapFree"),
        KeyedLines.find(text, "CommitLimit"),
        KeyedLines.find(text, "Committed_AS"),
        overcommit(),
        pressure,
        unreadable);
  }

  private static OvercommitMode overcommit() {
    return switch (ProcText.read("/proc/sys/vm/overcommit_memory").map(String::strip).orElse("")) {
      case "0" -> OvercommitMode.HEURISTIC;
      case "1" -> OvercommitMode.ALWAYS;
      case "2" -> OvercommitMode.STRICT;
      default -> OvercommitMode.UNKNOWN;
    };
  }
}
