package dev.lifeguard.probe;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import oshi.SystemInfo;

/// What OSHI and the Java library know on every system.
final class PortableProbes implements Probes {
  private static final boolean ON_WINDOWS = ThisSystem.real() == HostSystem.WINDOWS;

  /// What gives the program the means of this system.
  static final String REMEDY =
      ON_WINDOWS
          ? "allow native access: start Java with --enable-native-access=dev.lifeguard"
          : "use Linux, where the kernel tells it";

  @Override
  public boolean works() {
    return true;
  }

  @Override
  public ProcessProbe processes(ProcessIdentity supervisor, LongSupplier clock) {
    return new PortableProbe(supervisor, clock);
  }

  @Override
  public WaitProbe waits(ProcessIdentity supervisor, LongSupplier clock) {
    return new NoWaits();
  }

  @Override
  public OutOfMemoryEvidence outOfMemory(LongSupplier clock) {
    return new NoOutOfMemoryEvidence(
        List.of(
            new EvidenceSource(
                "kernel log",
                new EvidenceSource.Availability.Unavailable("it is read on Linux only"))));
  }

  @Override
  public CgroupOffer cgroups(OptionalLong limitBytes, LongSupplier clock) {
    return new CgroupOffer.NotHere("cgroups are a means of Linux");
  }

  @Override
  public JobOffer jobs(OptionalLong limitBytes) {
    return ON_WINDOWS
        ? new JobOffer.NotHere("native access is denied; " + REMEDY)
        : Probes.super.jobs(limitBytes);
  }

  @Override
  public ResidentMeter residentMeter() {
    return new PortableResidentMeter();
  }

  @Override
  public Optional<TreeProbe> trees(LongSupplier clock) {
    return Optional.empty();
  }

  @Override
  public Optional<ExitWatch> exits(ExitWatch.Listener listener, LongSupplier clock) {
    return Optional.empty();
  }

  @Override
  public ProcessInspector inspector() {
    return new PortableInspector();
  }

  @Override
  public List<ProcessIdentity> tree(ProcessIdentity root) {
    return ProcessHandle.of(root.pid()).stream()
        .filter(handle -> identityOf(handle).isSameAs(root))
        .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()))
        .map(PortableProbes::identityOf)
        .toList();
  }

  @Override
  public List<MachineCheck> checks() {
    return List.of(
        MachineCheck.wanting(
            "operating system",
            MachineCheck.Allows.LESS,
            "only what the Java library and OSHI know is used here",
            ON_WINDOWS ? REMEDY : "Linux allows more"));
  }

  @Override
  public Optional<ProcessIdentity> identity(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(PortableProbes::identityOf);
  }

  @Override
  public Machine machine() {
    long total = new SystemInfo().getHardware().getMemory().getTotal();
    return new Machine(
        total > 0 ? OptionalLong.of(total) : OptionalLong.empty(),
        Runtime.getRuntime().availableProcessors());
  }

  /// Milliseconds since the epoch are the only start time that every system has, so they serve as
  /// the system's own unit here.
  static ProcessIdentity identityOf(ProcessHandle handle) {
    long millis = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    return new ProcessIdentity(handle.pid(), millis, millis);
  }

  /// What a thread waits for is read on Linux only. Elsewhere a lock looks like a timed sleep, and
  /// nobody is called hung on a guess.
  private static final class NoWaits implements WaitProbe {
    @Override
    public void beginRound(Collection<Integer> workers) {}

    @Override
    public Optional<ThreadWait> look(Subject subject) {
      return Optional.empty();
    }

    @Override
    public void disturbed(int worker) {}

    @Override
    public void close() {}
  }
}
