package dev.lifeguard.probe.windows;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.JobOffer;
import dev.lifeguard.probe.Machine;
import dev.lifeguard.probe.NoOutOfMemoryEvidence;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessProbe;
import dev.lifeguard.probe.ResidentMeter;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.TreeProbe;
import dev.lifeguard.probe.WaitProbe;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The means of Windows, found as a service. Any thread.
///
/// Nothing is called, and no class that could is loaded, before [#works] has found that this is
/// Windows.
public final class WindowsProbes implements Probes {
  private static final List<String> ARCHITECTURES = List.of("amd64", "aarch64");

  private final Supplier<Win32> win32;

  /// For the service loader.
  public WindowsProbes() {
    this(Native::win32);
  }

  /// With other means to call the functions.
  WindowsProbes(Supplier<Win32> win32) {
    this.win32 = win32;
  }

  /// Linked when first used.
  private static final class Native {
    private static final Win32 ONLY = NativeWin32.ofThisSystem();

    static Win32 win32() {
      return ONLY;
    }
  }

  /// On 64-bit Windows with native access; the structures are those of 64 bits.
  @Override
  public boolean works() {
    boolean isOne =
        ThisSystem.real() == HostSystem.WINDOWS
            && ARCHITECTURES.contains(System.getProperty("os.arch", ""));
    try {
      return isOne && identity(ProcessHandle.current().pid()).isPresent();
    } catch (LinkageError | IllegalCallerException denied) {
      return false;
    }
  }

  @Override
  public ProcessProbe processes(ProcessIdentity supervisor, LongSupplier clock) {
    return new WindowsProcessProbe(win32.get(), supervisor, clock);
  }

  @Override
  public WaitProbe waits(ProcessIdentity supervisor, LongSupplier clock) {
    return new WindowsWaitProbe(win32.get(), clock);
  }

  /// Windows never kills a process for lack of memory: an allocation fails, and what comes of that
  /// is told by the exit code and the last words of the process.
  @Override
  public OutOfMemoryEvidence outOfMemory(LongSupplier clock) {
    return new NoOutOfMemoryEvidence(List.of());
  }

  @Override
  public CgroupOffer cgroups(OptionalLong limitBytes, LongSupplier clock) {
    return new CgroupOffer.NotHere("cgroups are a means of Linux");
  }

  @Override
  public JobOffer jobs(OptionalLong limitBytes) {
    try {
      return new JobOffer.Here(
          WindowsWorkerJobs.open(win32.get(), limitBytes), "a job object for each worker");
    } catch (IOException refused) {
      return new JobOffer.NotHere(String.valueOf(refused.getMessage()));
    }
  }

  @Override
  public ResidentMeter residentMeter() {
    return new WindowsResidentMeter(win32.get(), System::nanoTime);
  }

  @Override
  public ProcessInspector inspector() {
    return new WindowsInspector(win32.get(), System::nanoTime);
  }

  @Override
  public List<ProcessIdentity> tree(ProcessIdentity root) {
    ProcessList list = ProcessList.now(win32.get());
    return list.of(root)
        .map(row -> list.below(List.of(row)).stream().map(ProcessRow::process).toList())
        .orElse(List.of());
  }

  @Override
  public Optional<ProcessIdentity> identity(long pid) {
    return ProcessList.now(win32.get())
        .of(pid)
        .filter(row -> !row.threads().isEmpty())
        .map(ProcessRow::process);
  }

  @Override
  public Optional<TreeProbe> trees(LongSupplier clock) {
    return Optional.of(new WindowsTreeProbe(win32.get(), clock));
  }

  @Override
  public Optional<ExitWatch> exits(ExitWatch.Listener listener, LongSupplier clock) {
    return Optional.of(new WindowsExitWatch(win32.get(), listener, clock));
  }

  @Override
  public List<MachineCheck> checks() {
    return WindowsChecks.all(this, win32.get());
  }

  @Override
  public Machine machine() {
    return new Machine(
        Performance.now(win32.get())
            .map(now -> OptionalLong.of(now.total()))
            .orElse(OptionalLong.empty()),
        Runtime.getRuntime().availableProcessors());
  }
}
