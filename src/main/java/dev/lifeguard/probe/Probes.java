package dev.lifeguard.probe;

import dev.lifeguard.job.EndMeans.Hearing;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.function.LongSupplier;

/// The means of one operating system to find facts. Any thread.
///
/// Implementations are found as services, so that this package needs to know none of those below
/// it.
public interface Probes {
  /// The system property that forces the portable means when it is `portable`.
  String PROPERTY = "lifeguard.probe";

  /// The best means that work on this machine.
  static Probes forThisSystem() {
    if ("portable".equals(System.getProperty(PROPERTY))) {
      return new PortableProbes();
    }
    // One after the other, so that nothing is loaded of a system that comes after the one that
    // works.
    return ServiceLoader.load(Probes.class, Probes.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(Probes::works)
        .findFirst()
        .orElseGet(PortableProbes::new);
  }

  /// Whether these means can be used on this machine.
  boolean works();

  /// Starts to watch the processes of one pool.
  ///
  /// @param supervisor the process whose children the workers are
  /// @param clock nanoseconds, monotonic
  ProcessProbe processes(ProcessIdentity supervisor, LongSupplier clock);

  /// Starts to watch whether the workers of one pool move.
  ///
  /// @param supervisor the process at the other end of the workers' pipes
  /// @param clock nanoseconds, monotonic
  WaitProbe waits(ProcessIdentity supervisor, LongSupplier clock);

  /// Starts to watch for kills by the kernel.
  ///
  /// @param clock nanoseconds since the start of the job, monotonic; read on any thread
  OutOfMemoryEvidence outOfMemory(LongSupplier clock);

  /// Tries whether each worker can have a cgroup of its own.
  ///
  /// @param limitBytes the memory limit of each worker; with one, more is asked for: the process
  ///   may be moved into a scope of the user's systemd
  /// @param clock nanoseconds since the start of the job, monotonic; read on any thread
  CgroupOffer cgroups(OptionalLong limitBytes, LongSupplier clock);

  /// Tries whether each worker can have a job object of its own, which is what Windows has in place
  /// of cgroups and process groups.
  ///
  /// @param limitBytes how much each process of a worker may commit; empty for no limit
  default JobOffer jobs(OptionalLong limitBytes) {
    return new JobOffer.NotHere("job objects are a means of Windows");
  }

  /// Starts to measure resident memory often.
  ResidentMeter residentMeter();

  /// Looks at single processes on demand.
  ProcessInspector inspector();

  /// A process and all below it, itself first.
  ///
  /// @return empty when it is gone
  List<ProcessIdentity> tree(ProcessIdentity root);

  /// The identity of a process; empty when there is none of that number.
  Optional<ProcessIdentity> identity(long pid);

  /// What a process does with a signal that is sent to the whole of it.
  default Hearing hearing(ProcessIdentity process, int signal) {
    return Hearing.UNKNOWN;
  }

  /// Starts to read trees of processes that are not ours.
  ///
  /// @param clock nanoseconds, monotonic
  /// @return empty where this system has no means for it
  Optional<TreeProbe> trees(LongSupplier clock);

  /// Starts to watch processes that are not ours.
  ///
  /// @param clock nanoseconds, monotonic; read on threads of the watch
  /// @return empty where this system has no means for it
  Optional<ExitWatch> exits(ExitWatch.Listener listener, LongSupplier clock);

  /// What this machine and these rights allow, each thing tried; takes a moment.
  List<MachineCheck> checks();

  /// What the machine has.
  Machine machine();
}
