package dev.lifeguard.probe.linux;

import dev.lifeguard.job.EndMeans.Hearing;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.Machine;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.ResidentMeter;
import dev.lifeguard.probe.TreeProbe;
import dev.lifeguard.probe.WaitProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/// The means of Linux, found as a service. Any thread.
public final class LinuxProbes implements Probes {
  /// For the service loader.
  public LinuxProbes() {}

  @Override
  public boolean works() {
    return Files.isReadable(Path.of("/proc/self/statm"));
  }

  @Override
  public ProcessProbe processes(ProcessIdentity supervisor, LongSupplier clock) {
    OpenFiles files = new OpenFiles();
    return new LinuxProcessProbe(supervisor, clock, files, childFinder(files));
  }

  private static ChildFinder childFinder(OpenFiles files) {
    return TaskChildren.areThere() ? new TaskChildren(files) : new ParentScan();
  }

  @Override
  public WaitProbe waits(ProcessIdentity supervisor, LongSupplier clock) {
    OpenFiles files = new OpenFiles();
    return new LinuxWaitProbe(supervisor, clock, files, childFinder(files));
  }

  @Override
  public OutOfMemoryEvidence outOfMemory(LongSupplier clock) {
    return new LinuxOutOfMemoryEvidence(
        clock, () -> ProcText.read("/proc/vmstat"), KernelLog.open(clock));
  }

  @Override
  public CgroupOffer cgroups(OptionalLong limitBytes, LongSupplier clock) {
    return LinuxCgroups.offer(limitBytes, clock);
  }

  @Override
  public ResidentMeter residentMeter() {
    return new LinuxResidentMeter();
  }

  @Override
  public Optional<TreeProbe> trees(LongSupplier clock) {
    return Optional.of(new LinuxTreeProbe(clock, childFinder(new OpenFiles())));
  }

  @Override
  public Optional<ExitWatch> exits(ExitWatch.Listener listener, LongSupplier clock) {
    return LinuxSys.open().map(sys -> LinuxExitWatch.open(sys, listener, clock));
  }

  @Override
  public ProcessInspector inspector() {
    return new LinuxInspector(System::nanoTime);
  }

  @Override
  public List<ProcessIdentity> tree(ProcessIdentity root) {
    return Relatives.below(root.pid()).stream()
        .map(ProcessIdentities::of)
        .flatMap(Optional::stream)
        .filter(found -> found.pid() != root.pid() || found.isSameAs(root))
        .toList();
  }

  @Override
  public List<MachineCheck> checks() {
    try (OutOfMemoryEvidence evidence = outOfMemory(System::nanoTime)) {
      return LinuxChecks.all(evidence);
    }
  }

  @Override
  public Optional<ProcessIdentity> identity(long pid) {
    return ProcessIdentities.of(pid);
  }

  @Override
  public Hearing hearing(ProcessIdentity process, int signal) {
    return SignalMasks.of(process, signal);
  }

  @Override
  public Machine machine() {
    OptionalLong total =
        ProcText.read("/proc/meminfo")
            .map(text -> KeyedLines.find(text, "MemTotal"))
            .orElse(OptionalLong.empty());
    return new Machine(total, Runtime.getRuntime().availableProcessors());
  }
}
