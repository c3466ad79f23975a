package dev.lifeguard.gui.shell;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import java.util.List;

/// Finds every process gone, as those of a recording are.
final class NobodyThere implements ProcessInspector {
  @Override
  public Look<MemoryDetail> memory(ProcessIdentity process, List<ProcessIdentity> family) {
    return new Look.Gone<>();
  }

  @Override
  public Look<ThreadsDetail> threads(ProcessIdentity process) {
    return new Look.Gone<>();
  }

  @Override
  public Look<ProcessDetail> process(ProcessIdentity process) {
    return new Look.Gone<>();
  }

  @Override
  public Look<MachineMemory> machine() {
    return new Look.Refused<>(new Unreadable("memory of the machine", "this is a test", "none"));
  }
}
