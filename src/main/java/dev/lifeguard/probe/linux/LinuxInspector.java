package dev.lifeguard.probe.linux;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ThreadsDetail;
import java.util.List;
import java.util.function.LongSupplier;

/// Looks at processes through `/proc`. Any thread.
final class LinuxInspector implements ProcessInspector {
  private final MemoryLook memory;
  private final ThreadsLook threads;

  /// @param clock nanoseconds, monotonic
  LinuxInspector(LongSupplier clock) {
    memory = new MemoryLook(new MapScans(clock));
    threads = new ThreadsLook(clock);
  }

  @Override
  public Look<MemoryDetail> memory(ProcessIdentity process, List<ProcessIdentity> family) {
    return memory.at(process, family);
  }

  @Override
  public Look<ThreadsDetail> threads(ProcessIdentity process) {
    return threads.at(process);
  }

  @Override
  public Look<ProcessDetail> process(ProcessIdentity process) {
    return DetailLook.at(process);
  }

  @Override
  public Look<MachineMemory> machine() {
    return MachineLook.now();
  }
}
